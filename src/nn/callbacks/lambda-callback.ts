/**
 * A callback made of the user's own functions.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { oneOf } from '../../options.ts';
import { type Callback, checkHooks, hookNames } from './callback.ts';

const MEMBERS = [...hookNames, 'reports', 'handlesNonFinite'] as const;

/**
 * A callback of these hooks; `fit` takes the plain object too, and it may have other members besides.
 *
 * @param hooks functions under the names of hooks: `onEpochEnd: (epoch, logs, training) => …`; or an instance of a class
 * that has them as methods, among others
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
  const prototype: unknown = Object.getPrototypeOf(hooks);
  const plain = prototype === Object.prototype || prototype === null;
  if (plain) for (const name of Object.keys(hooks)) oneOf(who, 'hook', name, MEMBERS);
  else checkHooks(who, 'hook', hooks);
  const given = MEMBERS.filter((name) => name in hooks).map((name) => [name, hooks[name]] as const);
  for (const [name, value] of given) {
    if (typeof value === 'function' || !(hookNames as readonly string[]).includes(name)) continue;
    const expected = 'a function';
    throw new ArgumentError(
      complain({ who, problem: `${name} is not usable`, expected, received: show(value) }),
    );
  }
  // methods of an instance know their instance
  const own = (value: unknown) => (plain || typeof value !== 'function' ? value : value.bind(hooks));
  return Object.fromEntries(given.map(([name, value]) => [name, own(value)]));
}
