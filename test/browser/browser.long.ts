/**
 * The built package in real browsers: it trains, gives the bits of Node, bears a strict content policy, and lets the
 * page breathe. A browser that is not installed is left out, with a line that says so.
 *
 * In the environment: MODELS, how many are made and dropped (default 200); GOLDEN=write, see `golden-file.ts`;
 * CHROMIUM and FIREFOX, see `browsers.ts`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assert } from 'chai';
import { executorInfo, reference, useExecutors } from 'multiperceptron';
import { goldenData, goldenHashes } from '../shared/golden.ts';
import { assertGolden } from '../shared/golden-file.ts';
import { type Browser, findBrowsers } from './browsers.ts';
import type { Checks } from './checks.ts';
import type { Report } from './page.ts';
import { type Server, serve } from './serve.ts';
import { type Stored, storeAndGoOn } from './stored.ts';

/** How long a page may take, in milliseconds. */
const PATIENCE = 120_000;

const models = Number(process.env.MODELS ?? 200);
const inNode = executorInfo();
const { found, missing } = findBrowsers();

type Name = keyof Checks;
type Options<K extends Name> = Parameters<Checks[K]>[0];
type Value<K extends Name> = Awaited<ReturnType<Checks[K]>>;

/** A report, and what the browser's own console showed where it can be seen. */
type Outcome<T> = Report<T> & { readonly console: readonly string[] | null };

let server: Server;
/** What Node gave, by the executor in use and by the reference. */
const hashes: Record<'default' | 'reference', Record<string, string>> = { default: {}, reference: {} };

/** What came in Node of a model that is stored and made again. */
let stored: Stored;

describe('the built package', function () {
  this.timeout(PATIENCE + 30_000);
  before(async () => {
    const text = (name: string) => readFileSync(new URL(`../../../data/${name}`, import.meta.url), 'utf8');
    const data = goldenData(text('optdigits_train.csv'), text('optdigits_test.csv'));
    hashes.default = goldenHashes(data);
    stored = storeAndGoOn(data);
    useExecutors(reference); // for the rest of this process; nothing else here asks for an executor
    hashes.reference = inNode.name === 'reference' ? hashes.default : goldenHashes(data);
    server = await serve();
  });
  after(() => server?.close());

  it(`trains in Node to the stored hashes (${inNode.name})`, () => assertGolden(hashes.default));

  it('a missing file, a missing training and another hash are caught', () => {
    const folder = mkdtempSync(join(tmpdir(), 'multiperceptron-golden-'));
    const where = pathToFileURL(join(folder, 'golden.json'));
    const compare = () => assertGolden(hashes.default, { where, write: false });
    try {
      assert.throws(compare, 'has no hashes');
      assertGolden(hashes.default, { where, write: true });
      compare();
      const text = readFileSync(where, 'utf8');
      writeFileSync(
        where,
        text.replace(/.",?\n/, (end) => `-${end}`),
      );
      assert.throws(compare, 'to deeply equal');
      writeFileSync(where, text.replace(/ {4}".*,\n/, ''));
      assert.throws(compare, 'to deeply equal');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  for (const line of missing) it(line);
  for (const browser of found) describe(`in ${browser.version}`, () => inBrowser(browser));
});

/** What must hold in a browser. */
function inBrowser(browser: Browser): void {
  after(() => browser.close());

  /** Opens a page that runs a check, and waits for what it says, whatever that is. */
  async function visit<K extends Name>(check: K, options: Options<K>, page: 'page.html' | 'strict.html') {
    const { url, report } = server.visit(page, check, options ?? {});
    const tab = await browser.open(url);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${check}: no report after ${PATIENCE} ms`)), PATIENCE);
    });
    try {
      const told = (await Promise.race([report, tab.gone, late])) as Report<Value<K>>;
      return { ...told, console: tab.console } as Outcome<Value<K>>;
    } finally {
      clearTimeout(timer);
      await tab.close();
    }
  }

  /** The value of a check that must neither throw nor leave an error behind. */
  async function run<K extends Name>(check: K, options: Options<K>, page = 'page.html' as const) {
    const outcome = await visit(check, options, page);
    assertQuiet(outcome);
    return outcome.value as Value<K>;
  }

  it('says which executor it has', async () => {
    const info = await run('executor', undefined);
    console.log(`      ${browser.name}: ${info.name}, of ${info.available.join(', ')}; Node: ${inNode.name}`);
    assert.equal(info.name, inNode.name);
  });

  it('trains by hand: the first program of the README', async () => {
    const outcome = await visit('load', { script: '/readme-1.js' }, 'page.html');
    assertQuiet(outcome);
    assert.lengthOf(outcome.printed, 10);
    const losses = outcome.printed.map((line) => Number(line.match(/^log: \d+ (\S+)$/)![1]));
    for (let i = 1; i < losses.length; i++) assert.isBelow(losses[i], losses[i - 1], `epoch ${i}`);
    assert.isBelow(losses[9], 2.2); // ln 10 = 2.3 before training
  });

  it('runs the other programs of the README', async () => {
    assert.isAtLeast(server.programs, 3);
    for (let i = 2; i <= server.programs; i++) {
      const outcome = await visit('load', { script: `/readme-${i}.js` }, 'page.html');
      assertQuiet(outcome);
      assert.isNotEmpty(outcome.printed, `program ${i}`);
    }
  });

  it('gives the golden hashes of Node', async () => {
    const values = await run('golden', { executor: 'default' });
    if (inNode.name !== 'reference') assert.deepEqual(values, hashes.default);
    else assertSameLoops(values);
  });

  it('gives the golden hashes of Node by the reference loops', async function () {
    if (inNode.name === 'reference') this.skip();
    assertSameLoops(await run('golden', { executor: 'reference' }));
  });

  /** The loops use Math.exp and the like, whose last bits are the engine's; V8's are Node's. */
  function assertSameLoops(values: Value<'golden'>): void {
    if (browser.isV8) assert.deepEqual(values, hashes.reference);
    else assert.sameMembers(Object.keys(values), Object.keys(hashes.reference));
    const same = Object.keys(values).filter((name) => values[name] === hashes.reference[name]).length;
    console.log(
      `      ${browser.name}, loops: ${same} of ${Object.keys(values).length} hashes are those of Node`,
    );
  }

  it('stores a model and makes it again: the same bytes as in Node, the same hash, then and later', async () => {
    const value = await run('stored', undefined);
    assert.equal(value.hashes[1], value.hashes[0]);
    assert.equal(value.later[1], value.later[0]);
    assert.notEqual(value.later[0], value.hashes[0]);
    if (inNode.name !== 'reference' || browser.isV8) assert.deepEqual(value, stored);
  });

  it('says what to do in place of saving a file', async () => {
    const [whole, weights] = await run('save', undefined);
    for (const [who, refusal] of [
      ['save', whole],
      ['saveWeights', weights],
    ] as const) {
      assert.equal(refusal!.name, 'StateError');
      assert.match(refusal!.message, new RegExp(`^${who}: .*toBytes`));
    }
  });

  it('shows drawings, in the page and as pictures of their own', async () => {
    assertShown(await run('draw', { images: true }), true);
  });

  it('shows drawings under a strict content policy, which refuses their styles and no more', async () => {
    const { value, error, uncaught, refused } = await visit('draw', { images: false }, 'strict.html');
    assert.isUndefined(error);
    assert.isEmpty(uncaught);
    const expected = ['script-src: wasm-eval', 'style-src-attr: inline', 'style-src-elem: inline'];
    assert.sameMembers([...new Set(refused)], inNode.name === 'reference' ? expected.slice(1) : expected);
    assertShown(value!, false);
  });

  it('trains with the reference under a strict content policy, and says so once', async () => {
    const policy = await visit('policy', undefined, 'strict.html');
    assert.deepEqual(policy.value, { text: false, wasm: false });
    const open = await run('policy', undefined);
    assert.deepEqual(open, { text: true, wasm: true });

    const {
      value,
      error,
      printed,
      uncaught,
      console: shown,
      refused,
    } = await visit('train', undefined, 'strict.html');
    assert.isUndefined(error);
    assert.isEmpty(uncaught);
    assert.equal(value!.executor, 'reference');
    assertLearns(value!);
    assert.lengthOf(printed, inNode.name === 'reference' ? 0 : 1, printed.join('\n'));
    for (const line of [...(shown ?? []), ...refused]) console.log(`      ${browser.name}, strict: ${line}`);
  });

  it('trains without a policy and prints nothing', async () => {
    const outcome = await visit('train', undefined, 'page.html');
    assertQuiet(outcome);
    assert.isEmpty([...outcome.printed, ...(outcome.console ?? [])]);
    assert.equal(outcome.value!.executor, inNode.name);
    assertLearns(outcome.value!);
  });

  it(`makes, trains and drops ${models} models`, async () => {
    assert.deepEqual(await run('drop', { models }), { made: models, error: null });
  });

  it('lets the page breathe while fitAsync trains, where fit does not', async () => {
    const held = await run('breathe', { milliseconds: 1000, by: 'fit' });
    assert.isAtMost(held.timers, 1);
    const free = await run('breathe', { milliseconds: 1000, by: 'fitAsync' });
    const numbers = `${free.timers} timers, ${free.frames} frames, longest wait ${free.longest.toFixed(0)} ms`;
    console.log(`      ${browser.name}: ${numbers} in ${free.lasted.toFixed(0)} ms`);
    assert.isAtLeast(free.timers, 20);
    assert.isAtLeast(free.frames, 5);
    assert.isBelow(free.longest, 300);
  });

  it('a fault in a page is told', async () => {
    const { value, error, printed, uncaught } = await visit('fail', undefined, 'page.html');
    assert.isUndefined(value);
    assert.match(error!, /^a planted error/);
    assert.deepEqual(printed, ['warn: a planted line']);
    assert.deepEqual(uncaught, ['Error: a planted rejection']);
  });
}

function assertQuiet({ error, uncaught, refused }: Outcome<unknown>): void {
  assert.isUndefined(error);
  assert.isEmpty(uncaught);
  assert.isEmpty(refused);
}

/** That each drawing has a size, and all its words can be seen. */
function assertShown({ seen, loaded }: Value<'draw'>, images: boolean): void {
  const words = [
    ['Oculto <1> & "2"', 'Dense · tanh'],
    ['año', 'día', 'salida', 'Add'],
  ];
  assert.lengthOf(seen, words.length);
  assert.lengthOf(loaded, images ? words.length : 0);
  for (const [i, drawing] of seen.entries()) {
    assert.includeMembers(
      drawing.words.map(({ text }) => text),
      words[i],
    );
    for (const { text, size } of drawing.words) assert.isAbove(Math.min(...size), 5, text);
    assert.isAbove(Math.min(...drawing.size), 100);
    if (images) assert.deepEqual(loaded[i].map(Math.round), drawing.size.map(Math.round));
  }
}

function assertLearns({ loss, accuracy }: Value<'train'>): void {
  assert.lengthOf(loss, 3);
  assert.isBelow(loss[2], loss[0]);
  assert.isAbove(accuracy[2], 0.85);
}
