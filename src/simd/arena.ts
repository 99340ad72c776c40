/**
 * The arena: one memory for all Programs of a model, with their code.
 *
 * It is replaced and never grown: growing a WebAssembly memory would detach every view of it. A new memory takes over
 * what lasts, and the old one is collected when nobody holds a view of it any more.
 */
import { type Compiled, compiledOf, type Program, reference } from '../autograd/index.ts';
import type { Floats, Kernel as Loop, Supply, Tensor } from '../tensor/index.ts';
import { chain, type CodeOf, emitProgram } from './compile.ts';
import { writeConstants } from './constants.ts';
import { storageBytes } from './kernel.ts';
import { holds, type Lasting, layLasting } from './layout.ts';
import type { Mode } from './mode.ts';
import type { Twin } from './twin.ts';
import { type Memory, type Module, PAGE, requireWebAssembly } from './webassembly.ts';

/** Data above this many bytes is not copied into the arena; its rows are gathered by the reference loop. */
const MOST_SUPPLY = 256 * 2 ** 20;

/** A memory with this much more than is needed is given back. */
const MOST_SPARE = 16 * 2 ** 20;

/** There is no memory of this size to be had. */
export class MemoryError extends Error {
  readonly bytes: number;

  constructor(bytes: number) {
    super(`simd: no memory of ${bytes} bytes is to be had.`);
    this.bytes = bytes;
  }
}

/** A Program's code with its module. */
interface Built {
  readonly code: CodeOf;
  readonly module: Module;
}

/** The memory and code of one model. */
export class Arena {
  readonly #twins: ReadonlyMap<Loop, Twin>;
  readonly #mode: Mode;
  #lasting: Lasting | null = null;
  #built = new Map<Program, Built>();
  #memory: Memory | null = null;
  #capacity = 0;
  #compiled = new Map<Program, Compiled>();
  /** What lasts, each with the view of this memory that it is to have. */
  #held: { readonly tensor: Tensor; readonly view: Floats }[] = [];
  /** Whether the data of all supplies lies in this memory. */
  #supplied = false;

  constructor(twins: ReadonlyMap<Loop, Twin>, mode: Mode) {
    this.#twins = twins;
    this.#mode = mode;
  }

  /** Makes these Programs ready to run, and forgets all others. */
  install(programs: readonly Program[]): readonly Compiled[] {
    const lasting = this.#lasting;
    if (lasting === null || !holds(lasting, programs)) {
      this.#lasting = layLasting(programs);
      this.#built.clear();
      this.#memory = null;
    }
    this.#forget(programs);
    const { Module } = requireWebAssembly();
    const added = programs.filter((program) => !this.#built.has(program));
    for (const program of added) {
      const code = emitProgram(program, this.#twins, this.#lasting!, this.#mode);
      this.#built.set(program, { code, module: new Module(code.bytes) });
    }
    const end = Math.max(...[...this.#built.values()].map(({ code }) => code.end));
    const supplies = [...new Set(programs.flatMap((program) => program.supplies))];
    const needed = end + supplies.reduce((sum, supply) => sum + suppliedBytes(supply), 0) + PAGE;
    const fits = needed <= this.#capacity && this.#capacity <= needed + MOST_SPARE;
    if (this.#memory === null || !fits) this.#replace(needed);
    this.#supply(supplies, end);
    for (const program of programs) {
      if (!this.#compiled.has(program)) this.#compiled.set(program, this.#bind(program));
      this.#place(program);
    }
    this.#reclaim();
    return programs.map((program) => this.#compiled.get(program)!);
  }

  #forget(programs: readonly Program[]): void {
    for (const program of this.#built.keys()) {
      if (programs.includes(program)) continue;
      this.#built.delete(program);
      this.#compiled.delete(program);
    }
  }

  /** A new memory; what lasted in the old one moves, and the code is bound anew. */
  #replace(bytes: number): void {
    const pages = Math.ceil(bytes / PAGE);
    const { Memory } = requireWebAssembly();
    try {
      this.#memory = new Memory({ initial: pages, maximum: pages }); // at most 65536 pages: addresses have 32 bits
    } catch {
      this.#memory = null;
      throw new MemoryError(bytes);
    }
    this.#capacity = pages * PAGE;
    this.#compiled.clear();
    const { buffer } = this.#memory;
    this.#held = Array.from(this.#lasting!.tensors, ([view, address]) => {
      const tensor = view as Tensor;
      const Kind = tensor.data instanceof Float64Array ? Float64Array : Float32Array;
      return { tensor, view: new Kind(buffer, address, tensor.data.length) };
    });
  }

  /** Instantiates the code of a Program. */
  #bind(program: Program): Compiled {
    const { code, module } = this.#built.get(program)!;
    const memory = this.#memory!;
    const { Instance } = requireWebAssembly();
    writeConstants(memory.buffer);
    const { exports } = new Instance(module, { env: { memory } });
    const run = chain(code.run, exports);
    const gather = chain(code.feed, exports);
    const [loops] = reference.compile([program]);
    const feed = () => (this.#supplied ? gather() : loops.feed());
    const repeat = code.repeat === null ? null : exports[code.repeat];
    const inTurn = compiledOf(program, feed, run);
    return {
      feed: () => {
        this.#reclaim();
        feed();
      },
      run: () => {
        this.#reclaim();
        run();
      },
      repeat: (times) => {
        this.#reclaim();
        if (repeat !== null && this.#supplied) repeat(times);
        else inTurn.repeat(times);
      },
    };
  }

  /** Gives the temporaries of a Program their places. Another executor may have had them in the meantime. */
  #place(program: Program): void {
    const { code } = this.#built.get(program)!;
    const { buffer } = this.#memory!;
    for (const tensor of program.temporaries) {
      // a gradient that is a copy of another is not made here; another executor may still make it, in its own memory
      if (tensor.source === null && code.resolve(tensor) !== tensor) continue;
      const address = code.addresses.get(code.resolve(tensor));
      if (address === undefined || (tensor.data.buffer === buffer && tensor.data.byteOffset === address))
        continue;
      tensor.data = new Float32Array(buffer, address, tensor.data.length);
    }
  }

  /**
   * Brings back what has been put elsewhere since: by another arena, where models share layers or an optimizer, or by
   * whoever gave a tensor other data. The addresses stay, so the code stays right.
   */
  #reclaim(): void {
    for (const { tensor, view } of this.#held) {
      if (tensor.data === view) continue;
      view.set(tensor.data);
      tensor.data = view;
    }
  }

  /** Copies the data of supplies to the end of the memory, and writes down where. */
  #supply(supplies: readonly Supply[], end: number): void {
    const { buffer } = this.#memory!;
    const words = new Int32Array(buffer);
    // All may move to other places: what stands in this memory already is first taken out of the way.
    const sources = supplies.map(({ data }) => (data.buffer === buffer ? data.slice() : data));
    let address = end;
    this.#supplied = true;
    for (const [i, supply] of supplies.entries()) {
      const source = sources[i];
      const bytes = suppliedBytes(supply);
      words[this.#lasting!.pointers.get(supply)! / 4] = address;
      if (bytes === 0) {
        if (source.length > 0) this.#supplied = false; // else nobody reads it, such as weights where there are none
        continue;
      }
      const Kind = source instanceof Int32Array ? Int32Array : Float32Array;
      supply.data = new Kind(buffer, address, source.length);
      supply.data.set(source);
      address += bytes;
    }
  }
}

/** Bytes that the data of a supply takes up in the arena: none if it is too large. */
function suppliedBytes({ data }: Supply): number {
  const bytes = storageBytes(data.length);
  return bytes > MOST_SUPPLY ? 0 : bytes;
}
