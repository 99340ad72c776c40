/**
 * Exponentially weighted averages: a sine under noise, averaged with β = 0.9 and β = 0.98, as momentum averages gradients.
 */
import { RandomState } from '../src/index.ts';
import { plotMovingAverage } from '../src/plot/index.ts';
import type { ExampleOptions, Scores } from './gallery.ts';

export async function main({ gallery }: ExampleOptions): Promise<Scores> {
  const random = RandomState(42);
  const x = Array.from({ length: 1000 }, (_, i) => (10 * i) / 999);
  const y = x.map((value) => Math.sin(value) + 0.3 * random.normal());
  gallery.save('moving-averages', await plotMovingAverage(y, { x, betas: [0.9, 0.98] }));
  return {};
}
