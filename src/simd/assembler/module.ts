/**
 * A module: functions over one imported memory, some of them exported under a name.
 *
 * @see WebAssembly Core Specification, section 5.5, "Modules"
 */
import { typeBytes } from './code.ts';
import { Bytes } from './encode.ts';
import { FunctionBuilder } from './function.ts';

/** `\0asm` and the version. */
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const TYPES = 1;
const IMPORTS = 2;
const FUNCTIONS = 3;
const EXPORTS = 7;
const CODE = 10;

/** A module under construction. */
export class ModuleBuilder {
  readonly #functions: FunctionBuilder[] = [];
  readonly #exports: [name: string, index: number][] = [];

  /**
   * A new function.
   *
   * @param build emits its code
   * @param exported the name under which JavaScript calls it
   */
  function(
    build: (f: FunctionBuilder) => void,
    options: { readonly parameters?: number; readonly exported?: string } = {},
  ): FunctionBuilder {
    const f = new FunctionBuilder(this.#functions.length, options.parameters ?? 0);
    this.#functions.push(f);
    if (options.exported !== undefined) this.#exports.push([options.exported, f.index]);
    build(f);
    return f;
  }

  /** The module in binary form. It imports its memory as `env.memory`. */
  bytes(): Uint8Array<ArrayBuffer> {
    const bytes = new Bytes().append(HEADER);
    const section = (id: number, count: number, write: (content: Bytes) => void) => {
      const content = new Bytes().unsigned(count);
      write(content);
      bytes.byte(id).sized(content);
    };
    const most = Math.max(0, ...this.#functions.map(({ parameters }) => parameters.length));
    section(TYPES, most + 1, (content) => {
      for (let count = 0; count <= most; count++) {
        content.byte(0x60).unsigned(count);
        for (let i = 0; i < count; i++) content.byte(typeBytes.i32);
        content.unsigned(0);
      }
    });
    section(IMPORTS, 1, (content) => content.name('env').name('memory').append([0x02, 0x00]).unsigned(1));
    section(FUNCTIONS, this.#functions.length, (content) => {
      for (const { parameters } of this.#functions) content.unsigned(parameters.length);
    });
    section(EXPORTS, this.#exports.length, (content) => {
      for (const [name, index] of this.#exports) content.name(name).byte(0x00).unsigned(index);
    });
    section(CODE, this.#functions.length, (content) => {
      for (const f of this.#functions) content.sized(f.body());
    });
    return bytes.view().slice();
  }
}
