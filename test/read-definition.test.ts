/**
 * How the parts of a definition are checked: what the `define…` functions share.
 */
import { assert } from 'chai';
import { readDefinition } from '../src/options.ts';
import { assertRefused } from './shared/values.ts';

describe('readDefinition', () => {
  const parts = {
    required: { name: 'string', work: 'function' },
    optional: { best: 'number', options: 'object', examples: 'list', way: ['up', 'down'] },
  } as const;
  const work = () => {};
  const read = (definition: unknown) => readDefinition('define', definition, parts);

  it('says who speaks: the maker and the name', () => {
    assert.equal(read({ name: 'mine', work }), 'define mine');
    assert.equal(read({ name: 'mine', work, best: 0, options: {}, examples: [], way: 'up' }), 'define mine');
    assert.equal(read({ name: 'mine', work, best: undefined }), 'define mine');
  });

  it('reads parts that a class gives', () => {
    class Mine {
      readonly name = 'mine';
      work() {}
    }
    assert.equal(read(new Mine()), 'define mine');
  });

  it('refuses what is missing, of another kind, or of no known name', () => {
    const refused = (definition: unknown, message: string) =>
      assertRefused(() => read(definition), 'ArgumentError', message);
    refused(null, 'define: the definition is not an object; expected { name, … }, received null.');
    refused({ work }, 'define: name is missing; expected a string that is not empty.');
    refused(
      { name: 7, work },
      'define: name is not usable; expected a string that is not empty, received 7.',
    );
    refused({ name: 'mine' }, 'define mine: work is missing; expected a function.');
    refused(
      { name: 'mine', work: null },
      'define mine: work is not usable; expected a function, received null.',
    );
    for (const [wrong, problem] of [
      [{ best: '1' }, "best is not usable; expected a number, received '1'."],
      [{ options: [] }, 'options is not usable; expected an object, received [].'],
      [{ options: null }, 'options is not usable; expected an object, received null.'],
      [{ way: 'upp' }, "unknown way; expected one of 'up', 'down', received 'upp'. Did you mean 'up'?"],
      [{ examples: 'none' }, "examples is not usable; expected a list, received 'none'."],
    ] as const) {
      refused({ name: 'mine', work, ...wrong }, `define mine: ${problem}`);
    }
    refused(
      { name: 'mine', wrok: work },
      "define mine: unknown key; expected one of 'name', 'work', 'best', 'options', 'examples', 'way', received 'wrok'. Did you mean 'work'?",
    );
  });
});
