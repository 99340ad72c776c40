/**
 * What instructions are tried on: operands in a small memory, and which instructions have been tried.
 */

/** Where the operands stand in memory, and where the result goes. */
export const A = 64;
export const B = 128;
export const C = 192;
export const RESULT = 256;

/** Four numbers. */
export type Floats = readonly [number, number, number, number];
/** Operands that are floats. */
export const FLOATS: readonly [a: Floats, b: Floats, c: Floats] = [
  [1.5, -2, 0.25, 9],
  [2, -2, -0.75, 4],
  [10, 20, 30, 40],
];
/** Operands that are integers. */
export const INTEGERS: readonly [a: Floats, b: Floats, c: Floats] = [
  [7, -2, 0x7fffffff, -1],
  [7, 3, -5, 1],
  [1, 2, 3, 4],
];

/** A memory with the operands. */
export function memoryOf(kind: 'float' | 'integer'): ArrayBuffer {
  const buffer = new ArrayBuffer(512);
  for (const [i, values] of (kind === 'float' ? FLOATS : INTEGERS).entries()) {
    const Numbers = kind === 'float' ? Float32Array : Int32Array;
    new Numbers(buffer, A + (B - A) * i, 4).set(values);
  }
  return buffer;
}

/** The names of a group's instructions that a suite has tried. */
const tried = new Set<string>();
/** Notes that an instruction is tried. */
export const called = (name: string) => {
  tried.add(name);
  return name;
};

/** Which instructions of these groups nobody has tried. */
export function untried(groups: Readonly<Record<string, object>>): string[] {
  const names = Object.entries(groups).flatMap(([group, instructions]) =>
    Object.keys(instructions).map((name) => `${group}.${name}`),
  );
  return names.filter((name) => !tried.has(name));
}
