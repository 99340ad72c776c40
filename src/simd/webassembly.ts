/**
 * WebAssembly as this room uses it. Declared here, since the core is compiled without the types of any platform.
 */

/** A memory of a fixed size. */
export interface Memory {
  readonly buffer: ArrayBuffer;
}

/** Machine code, not yet bound to a memory. */
export interface Module {
  readonly module?: never;
}

/** The functions of a module, by name. */
export type Exports = Readonly<Record<string, (times?: number) => void>>;

interface Api {
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => Module;
  readonly Instance: new (
    module: Module,
    imports: { readonly env: { readonly memory: Memory } },
  ) => { readonly exports: Exports };
  readonly Memory: new (limits: { readonly initial: number; readonly maximum: number }) => Memory;
}

/** The platform's WebAssembly; undefined where there is none. */
export const webAssembly = (globalThis as { readonly WebAssembly?: Api }).WebAssembly;

/** The same where it is known to be there. */
export function requireWebAssembly(): Api {
  if (webAssembly === undefined) throw new Error('simd: there is no WebAssembly here.');
  return webAssembly;
}

/** Bytes of a page, the unit of memory. */
export const PAGE = 65536;
