/**
 * A callback made of the user's own functions.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { oneOf } from '../../options.ts';
import { type Callback, hookNames } from './callback.ts';

/**
 * A callback of these hooks; `fit` takes the plain object too, and it may have other members besides.
 *
 * @param hooks functions under the names of hooks: `onEpochEnd: (epoch, logs, training) => …`
 * @throws ArgumentError for what is no function, and for names that no hook has
 * @example
 * const losses = [];
 * const note = LambdaCallback({ onEpochEnd: (epoch, { loss }) => void losses.push(loss) });
 */
export function LambdaCallback(hooks: Callback): Callback {
  const who = 'LambdaCallback';
  if (typeof hooks !== 'object' || hooks === null || Array.isArray(hooks)) {
    const expected = '{ onEpochEnd: (epoch, logs) => … }';
    throw new ArgumentError(
      complain({ who, problem: 'the hooks are not an object', expected, received: show(hooks) }),
    );
  }
  for (const [name, value] of Object.entries(hooks)) {
    oneOf(who, 'hook', name, [...hookNames, 'reports', 'handlesNonFinite']);
    if (typeof value === 'function' || !(hookNames as readonly string[]).includes(name)) continue;
    const expected = 'a function';
    throw new ArgumentError(
      complain({ who, problem: `${name} is not usable`, expected, received: show(value) }),
    );
  }
  return { ...hooks };
}
