/**
 * What `defineOp` refuses: definitions that could only fail later, as JavaScript lets them pass.
 */
import { assert } from 'chai';
import { defineOp } from '../../src/autograd/index.ts';
import { tensor } from '../../src/tensor/index.ts';
import { assertRefused } from '../shared/values.ts';

const cube = {
  name: 'cube',
  inputs: ['x'],
  outputShape: ({ x }: { x: readonly number[] }) => x,
  forward({ x }: { x: { data: number[] } }, y: { data: number[] }) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i] ** 3;
  },
  reads: ['x'],
  backward() {},
};
const refused = (wrong: unknown, message: string) =>
  assertRefused(() => defineOp(wrong as never), 'ArgumentError', message);

describe('defineOp refuses', () => {
  it('nothing if only the examples are left out', () => {
    const op = defineOp(cube as never) as unknown as (x: unknown) => { toArray(): unknown };
    assert.deepEqual(op(tensor([2, -1])).toArray(), [8, -1]);
  });

  it('what is no definition', () => {
    const message = 'defineOp: the definition is not an object; expected { name, … }, received ';
    refused(undefined, `${message}undefined.`);
    refused('cube', `${message}'cube'.`);
    refused([cube], `${message}[an object of Object kind].`);
  });

  for (const key of ['outputShape', 'forward', 'backward'] as const) {
    it(`a definition without ${key}`, () => {
      refused({ ...cube, [key]: undefined }, `defineOp cube: ${key} is missing; expected a function.`);
      refused(
        { ...cube, [key]: [4] },
        `defineOp cube: ${key} is not usable; expected a function, received [4].`,
      );
    });
  }

  it('a definition without name, inputs or reads', () => {
    const { name, ...nameless } = cube;
    refused(nameless, 'defineOp: name is missing; expected a string that is not empty.');
    refused(
      { ...cube, name: '' },
      "defineOp: name is not usable; expected a string that is not empty, received ''.",
    );
    refused({ ...cube, inputs: undefined }, 'defineOp cube: inputs is missing; expected a list.');
    refused(
      { ...cube, inputs: 'x' },
      "defineOp cube: inputs is not usable; expected a list of names, or 'many', received 'x'.",
    );
    refused({ ...cube, reads: undefined }, 'defineOp cube: reads is missing; expected a list.');
    refused({ ...cube, reads: 'x' }, "defineOp cube: reads is not usable; expected a list, received 'x'.");
  });

  it('names that stand for nothing', () => {
    refused(
      { ...cube, reads: ['X'] },
      "defineOp cube: unknown name in reads; expected one of 'x', 'output', received 'X'. Did you mean 'x'?",
    );
    refused(
      { ...cube, saves: { root: cube.outputShape }, reads: ['roots'] },
      "defineOp cube: unknown name in reads; expected one of 'x', 'root', 'output', received 'roots'. Did you mean 'root'?",
    );
    refused(
      { ...cube, inputs: 'many', reads: ['input'] },
      "defineOp cube: unknown name in reads; expected one of 'inputs', 'output', received 'input'. Did you mean 'inputs'?",
    );
    refused(
      { ...cube, constant: ['targets'] },
      "defineOp cube: unknown name in constant; expected one of 'x', received 'targets'.",
    );
  });

  it('a misspelt part', () => {
    refused(
      { ...cube, cell: ['step'] },
      "defineOp cube: unknown key; expected one of 'name', 'outputShape', 'forward', 'reads', 'backward', 'inputs', 'constant', 'options', 'cells', 'saves', 'examples', 'rejects', 'float32Bound', received 'cell'. Did you mean 'cells'?",
    );
  });
});
