/**
 * The parameters that an update by hand is given, checked before anything changes.
 */
import { ArgumentError, complain, show, StateError } from '../../errors.ts';
import { Parameter, Tensor } from '../../tensor/index.ts';

/**
 * The parameters of a list with their gradients; those that are frozen are left out.
 *
 * @throws ArgumentError for what is no list, or holds anything else; StateError for a parameter without gradient
 */
export function withGradients(
  who: string,
  parameters: unknown,
): readonly (readonly [parameter: Parameter, gradient: Tensor])[] {
  return readParameters(who, parameters)
    .filter(({ trainable }) => trainable)
    .map((parameter) => [parameter, gradientOf(who, parameter)] as const);
}

function readParameters(who: string, parameters: unknown): readonly Parameter[] {
  const walked = (parameters as Iterable<unknown> | null | undefined)?.[Symbol.iterator];
  if (typeof walked !== 'function') {
    const expected = '[W, b] or model.parameters';
    const received = describe(parameters);
    throw new ArgumentError(complain({ who, problem: 'parameters are not a list', expected, received }));
  }
  const list = [...(parameters as Iterable<unknown>)];
  const odd = list.findIndex((parameter) => !(parameter instanceof Parameter));
  if (odd < 0) return list as Parameter[];
  const problem = `parameters[${odd}] is no Parameter`;
  const received = describe(list[odd]);
  throw new ArgumentError(complain({ who, problem, expected: 'what parameter(values) gave', received }));
}

function describe(value: unknown): string {
  return value instanceof Parameter ? 'a Parameter' : value instanceof Tensor ? 'a Tensor' : show(value);
}

function gradientOf(who: string, parameter: Parameter): Tensor {
  if (parameter.gradient) return parameter.gradient;
  const problem = `${parameter.name} has no gradient`;
  const expected = 'parameters that the loss depends on';
  throw new StateError(complain({ who, problem, expected, help: 'Call backward(loss) first.' }));
}
