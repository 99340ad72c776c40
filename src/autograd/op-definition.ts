/**
 * What a definition of an op must hold: the check that `defineOp` makes, since JavaScript makes none.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { oneOf, readDefinition } from '../options.ts';

const PARTS = {
  required: {
    name: 'string',
    outputShape: 'function',
    forward: 'function',
    reads: 'list',
    backward: 'function',
  },
  optional: {
    constant: 'list',
    options: 'object',
    cells: 'list',
    saves: 'object',
    examples: 'list',
    rejects: 'list',
    float32Bound: 'number',
  },
} as const;

/** What is looked at beyond the kind of each part. */
interface Named {
  readonly inputs: readonly string[] | 'many';
  readonly saves?: object;
  readonly reads: readonly string[];
  readonly constant?: readonly string[];
}

/** @throws ArgumentError for a definition that could only fail later */
export function checkDefinition(definition: Named): void {
  const inputs = definition?.inputs;
  const required = { ...PARTS.required, inputs: typeof inputs === 'string' ? 'string' : 'list' } as const;
  const who = readDefinition('defineOp', definition, { ...PARTS, required });
  if (typeof inputs === 'string' && inputs !== 'many') {
    const [problem, expected] = ['inputs is not usable', "a list of names, or 'many'"];
    throw new ArgumentError(complain({ who, problem, expected, received: show(inputs) }));
  }
  const names = inputs === 'many' ? [] : inputs;
  const saved = Object.keys(definition.saves ?? {});
  for (const name of [...names, ...saved]) {
    if (name === 'output' || name === 'inputs') {
      const problem = `'${name}' cannot be the name of an input or saved result`;
      throw new ArgumentError(complain({ who, problem, help: 'Choose another.' }));
    }
  }
  const seen = inputs === 'many' ? ['inputs'] : names;
  for (const name of definition.reads) oneOf(who, 'name in reads', name, [...seen, ...saved, 'output']);
  for (const name of definition.constant ?? []) oneOf(who, 'name in constant', name, seen);
}
