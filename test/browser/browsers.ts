/**
 * The browsers of this machine: Chromium by playwright-core, Firefox by its command line.
 *
 * Both are taken from PATH, or from CHROMIUM and FIREFOX in the environment. A page reports by itself, so all that is
 * asked of a browser is to open an address, to say what its own console shows, and to say when it is gone.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** What is used of playwright-core, whose own types need those of a page. */
interface Playwright {
  readonly chromium: {
    launch(options: { executablePath: string; args: string[] }): Promise<Chromium>;
  };
}

interface Chromium {
  newPage(): Promise<ChromiumPage>;
  close(): Promise<void>;
}

interface ChromiumPage {
  on(event: 'console', listener: (message: { type(): string; text(): string }) => void): void;
  on(event: 'crash', listener: () => void): void;
  goto(url: string): Promise<unknown>;
  context(): { close(): Promise<void> };
}

/** A page that was opened. */
export interface Tab {
  /** What the browser's console shows, `type: text`; null where it cannot be seen. */
  readonly console: readonly string[] | null;
  /** Rejects when the page or the browser ends before it is closed. */
  readonly gone: Promise<never>;
  close(): Promise<void>;
}

/** A browser. */
export interface Browser {
  readonly name: 'Chromium' | 'Firefox';
  /** As the browser gives it. */
  readonly version: string;
  /** The engine is Node's own, V8. */
  readonly isV8: boolean;
  open(url: string): Promise<Tab>;
  close(): Promise<void>;
}

/** The browsers that there are, and a line about each that is missing. */
export function findBrowsers(): { readonly found: readonly Browser[]; readonly missing: readonly string[] } {
  const makers = [
    {
      name: 'Chromium',
      make: chromiumAt,
      commands: [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome'],
    },
    { name: 'Firefox', make: firefoxAt, commands: [process.env.FIREFOX, 'firefox-esr', 'firefox'] },
  ];
  const found: Browser[] = [];
  const missing: string[] = [];
  for (const { name, make, commands } of makers) {
    const file = commands.map(fileOf).find((path) => path !== undefined);
    if (file === undefined) missing.push(`${name} is not installed here; its run is left out.`);
    else found.push(make(file));
  }
  return { found, missing };
}

/** Where a command is found, as a shell would. */
function fileOf(command: string | undefined): string | undefined {
  if (command === undefined || command === '') return undefined;
  if (command.includes('/')) return existsSync(command) ? command : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, command)).find((path) => existsSync(path));
}

const versionOf = (file: string) => spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout.trim();

function chromiumAt(executablePath: string): Browser {
  let browser: Promise<Chromium> | undefined;
  const { chromium } = createRequire(import.meta.url)('playwright-core') as Playwright;
  const launch = () =>
    chromium.launch({ executablePath, args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'] });
  return {
    name: 'Chromium',
    version: versionOf(executablePath),
    isV8: true,
    async open(url) {
      browser ??= launch();
      const page = await (await browser).newPage();
      const lines: string[] = [];
      page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
      const gone = new Promise<never>((_, reject) =>
        page.on('crash', () => reject(new Error('the page crashed'))),
      );
      gone.catch(() => {}); // it may crash when nobody waits any more
      await page.goto(url);
      return { console: lines, gone, close: () => page.context().close() };
    },
    async close() {
      await (await browser)?.close();
    },
  };
}

/** Nothing but the page: no first-run pages, no updates, no names to look up. */
const FIREFOX_PREFERENCES = {
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.sessionstore.resume_from_crash': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'datareporting.policy.firstRunURL': '',
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.dns.disabled': true,
};

function firefoxAt(file: string): Browser {
  return {
    name: 'Firefox',
    version: versionOf(file),
    isV8: false,
    async open(url) {
      const profile = mkdtempSync(join(tmpdir(), 'multiperceptron-firefox-'));
      const lines = Object.entries(FIREFOX_PREFERENCES).map(
        ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
      );
      writeFileSync(join(profile, 'user.js'), lines.join(''));
      // A group of its own, so that its helpers end with it.
      const firefox = spawn(file, ['--headless', '--no-remote', '--profile', profile, url], {
        detached: true,
        stdio: 'ignore',
        env: { ...process.env, HOME: profile },
      });
      const end = () => endGroup(firefox);
      process.once('exit', end); // where the run breaks off
      const exited = new Promise<string>((resolve) => {
        firefox.once('error', (error) => resolve(error.message));
        firefox.once('exit', (code, signal) => resolve(`code ${code}, signal ${signal}`));
      });
      const gone = exited.then<never>((how) => Promise.reject(new Error(`Firefox ended: ${how}`)));
      gone.catch(() => {}); // it does end, when it is closed
      return {
        console: null,
        gone,
        async close() {
          process.off('exit', end);
          end();
          await exited;
          rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
        },
      };
    },
    async close() {},
  };
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}
