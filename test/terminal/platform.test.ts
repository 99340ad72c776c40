/**
 * What is asked of standard output: colours and width.
 */
import { assert } from 'chai';
import { readColor } from '../../src/terminal/index.ts';
import { showsColor, terminalColumns } from '../../src/terminal/platform.ts';
import { assertRefused } from '../shared/values.ts';
import { withOutput } from './shared/standard-output.ts';

describe('standard output', () => {
  const colors: readonly [what: string, output: Parameters<typeof withOutput>[0], shows: boolean][] = [
    ['a terminal', { isTTY: true }, true],
    ['a file', {}, false],
    ['a browser', undefined, false],
    ['NO_COLOR', { isTTY: true, env: { NO_COLOR: '1' } }, false],
    ['NO_COLOR that is empty', { isTTY: true, env: { NO_COLOR: '' } }, true],
    ['FORCE_COLOR', { env: { FORCE_COLOR: '1' } }, true],
    ['FORCE_COLOR that is empty', { env: { FORCE_COLOR: '' } }, true],
    ['FORCE_COLOR=0', { isTTY: true, env: { FORCE_COLOR: '0' } }, false],
    ['FORCE_COLOR=false', { isTTY: true, env: { FORCE_COLOR: 'false' } }, false],
    ['FORCE_COLOR over NO_COLOR', { env: { FORCE_COLOR: '3', NO_COLOR: '1' } }, true],
    ['a dumb terminal', { isTTY: true, env: { TERM: 'dumb' } }, false],
  ];
  for (const [what, output, shows] of colors) {
    it(`${shows ? 'shows' : 'shows no'} colours: ${what}`, () => {
      assert.equal(withOutput(output, showsColor), shows);
      assert.equal(
        withOutput(output, () => readColor('plot', 'auto')),
        shows,
      );
    });
  }

  it('the option decides over the terminal', () => {
    assert.isTrue(withOutput({}, () => readColor('plot', true)));
    assert.isFalse(withOutput({ isTTY: true }, () => readColor('plot', false)));
    const message = "plot: color is not usable; expected 'auto', true or false, received 'always'.";
    assertRefused(() => readColor('plot', 'always'), 'ArgumentError', message);
  });

  it('its width, or 80', () => {
    assert.equal(withOutput({ columns: 117 }, terminalColumns), 117);
    assert.equal(withOutput({ columns: 0 }, terminalColumns), 80);
    assert.equal(withOutput({}, terminalColumns), 80);
    assert.equal(withOutput(undefined, terminalColumns), 80);
  });
});
