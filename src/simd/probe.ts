/**
 * What this engine can do: found out once, by trying.
 */
import { f32x4, ModuleBuilder, v128 } from './assembler/index.ts';
import type { Mode } from './mode.ts';
import { webAssembly } from './webassembly.ts';

interface Platform {
  readonly console?: { warn(text: string): void };
  readonly performance: { now(): number };
  readonly process?: {
    readonly versions?: { readonly v8?: string };
    getBuiltinModule?(name: 'v8'): { setFlagsFromString(flag: string): void } | undefined;
  };
}

const platform = globalThis as unknown as Platform;

/** A module with one vector instruction. */
function vectorModule(relaxed: boolean): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  module.function((f) => {
    const x = f.local('v128', f.zero());
    const square = () =>
      relaxed ? f32x4.relaxed_madd(x.get(), x.get(), x.get()) : f32x4.mul(x.get(), x.get());
    v128.store(f.i32(0), square());
  });
  return module.bytes();
}

let compiles: boolean | null = null;

/** Whether WebAssembly with vectors is there, and code may be made of bytes. */
export function supported(): boolean {
  compiles ??= tryToCompile();
  return compiles;
}

function tryToCompile(): boolean {
  const bytes = vectorModule(false);
  if (webAssembly === undefined || !webAssembly.validate(bytes)) return false;
  try {
    new webAssembly.Memory({ initial: 1, maximum: 1 }); // V8 wants 10 GB of addresses, which `ulimit -v` may refuse
    return new webAssembly.Module(bytes) !== undefined;
  } catch {
    return false; // refused by a content policy, or no memory
  }
}

let explained = false;

/** Says once that the plain loops run, and why. */
export function explainRefusal(): void {
  if (explained) return;
  explained = true;
  platform.console?.warn(
    'multiperceptron: WebAssembly with SIMD is not available here, so training runs on plain loops, ten times slower. ' +
      "A page with a content security policy allows it by 'wasm-unsafe-eval' in script-src.",
  );
}

let shortOfMemory = false;

/** Says once that a model trains on plain loops, because there is no memory for its compiled Programs. */
export function explainMemory(bytes: number): void {
  if (shortOfMemory) return;
  shortOfMemory = true;
  platform.console?.warn(
    `multiperceptron: WebAssembly could not get ${Math.ceil(bytes / 2 ** 20)} MB of memory, so this model trains on plain ` +
      'loops, which is slower. A smaller batch or less data may fit; 4 GB are the limit.',
  );
}

let wide = false;

/** Notes that the engine joins pairs of vectors from now on. */
export function setWide(on: boolean): void {
  wide = on;
}

let relaxed: boolean | null = null;

/** The mode of code that is emitted now. */
export function modeOf(fma: boolean): Mode {
  if (fma) relaxed ??= supported() && webAssembly!.validate(vectorModule(true));
  return { fma: fma && relaxed === true, wide, ordered: isOrdered() };
}

/** V8's version as a number, 12.4 as 12.04; null in engines that do not tell, browsers among them. */
function versionOfV8(): number | null {
  const version = platform.process?.versions?.v8;
  if (version === undefined) return null;
  const [major, minor] = version.split('.').map(Number);
  return major + minor / 100;
}

/** V8 12.9 and later, and engines that do not tell. */
function isOrdered(): boolean {
  return (versionOfV8() ?? 99) >= 12.09;
}

/** Whether V8 has a flag for joining vectors that does something: Node 24 and later. */
export function joinsVectors(): boolean {
  return (versionOfV8() ?? 0) >= 13;
}

/** Sets a flag of V8. @returns whether that was possible */
export function setEngineFlag(flag: string): boolean {
  const v8 = platform.process?.getBuiltinModule?.('v8');
  v8?.setFlagsFromString(flag);
  return v8 !== undefined;
}

/** Milliseconds since some moment. */
export function now(): number {
  return platform.performance.now();
}
