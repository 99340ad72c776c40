/**
 * The words of the report, in English and as the course writes them.
 */
import type { RegimeName } from '../regimes.ts';

/** All words of the report. */
export interface Labels {
  readonly regimes: Readonly<Record<RegimeName, string>>;
  readonly course: string;
  readonly samples: string;
  readonly batchSize: string;
  readonly batches: string;
  readonly epochs: string;
  readonly updates: string;
  readonly duration: string;
  readonly seconds: string;
  readonly perUpdate: string;
  readonly perSecond: string;
  readonly learningRate: string;
  readonly loss: string;
  readonly trainAccuracy: string;
  readonly testAccuracy: string;
  readonly timeToTarget: string;
  readonly notReached: string;
  readonly reached: string;
  readonly seed: (seed: number) => string;
  readonly seeds: (from: number, to: number) => string;
  readonly confusion: (regime: string) => string;
  readonly faster: (one: string, times: string, other: string) => string;
  readonly courseNote: string;
  readonly timing: (repeat: number) => string;
  readonly interrupted: string;
}

const en: Labels = {
  regimes: { 'full-batch': 'full batch', 'mini-batch': 'mini-batch', 'one-by-one': 'one by one' },
  course: 'course',
  samples: 'samples',
  batchSize: 'batch size',
  batches: 'batches',
  epochs: 'epochs',
  updates: 'updates',
  duration: 'duration',
  seconds: 's',
  perUpdate: 'µs per update',
  perSecond: 'samples/s',
  learningRate: 'learning rate',
  loss: 'loss (train)',
  trainAccuracy: 'accuracy (train)',
  testAccuracy: 'accuracy (test)',
  timeToTarget: 'time to 98.2 %',
  notReached: 'not reached',
  reached: 'reached 98.2 %',
  seed: (seed) => `Seed ${seed}; another seed gives other numbers: --seeds 10 shows how far they spread.`,
  seeds: (from, to) => `Seeds ${from} to ${to}: median (least – most).`,
  confusion: (regime) => `Confusion matrix of the test digits, ${regime} (rows: true, columns: predicted):`,
  faster: (one, times, other) => `${one} reaches 98.2 % ${times} times as fast as ${other}.`,
  courseNote:
    'Course: the figures of its slide. It counts 25 batches of 150 and drops the other 73 digits of each epoch; here\n' +
    'the 26th batch holds them.',
  timing: (repeat) =>
    `Times: training only, after a warm-up${repeat > 1 ? `, median of ${repeat}` : ''}; accuracy is measured between epochs while the clock stands.`,
  interrupted: 'Interrupted: this is what is known so far.',
};

const es: Labels = {
  regimes: { 'full-batch': 'lote completo', 'mini-batch': 'mini-lote', 'one-by-one': 'de a uno' },
  course: 'curso',
  samples: 'nEj',
  batchSize: 'lote',
  batches: 'nLotes',
  epochs: 'épocas',
  updates: 'iteraciones',
  duration: 'duración',
  seconds: 'seg',
  perUpdate: 'µs por iteración',
  perSecond: 'ejemplos/seg',
  learningRate: 'alfa',
  loss: 'error (train)',
  trainAccuracy: 'aciertos (train)',
  testAccuracy: 'aciertos (test)',
  timeToTarget: 'tiempo hasta 98.2 %',
  notReached: 'no alcanzado',
  reached: 'llegaron a 98.2 %',
  seed: (seed) => `Semilla ${seed}; otra semilla da otros números: --seeds 10 muestra cuánto varían.`,
  seeds: (from, to) => `Semillas ${from} a ${to}: mediana (mínimo – máximo).`,
  confusion: (regime) => `Matriz de confusión TEST, ${regime} (filas: clase real, columnas: clase predicha):`,
  faster: (one, times, other) => `${one} llega a 98.2 % ${times} veces más rápido que ${other}.`,
  courseNote:
    'Curso: los valores de su diapositiva. Cuenta 25 lotes de 150 y descarta los otros 73 dígitos de cada época; aquí\n' +
    'el lote 26 los contiene.',
  timing: (repeat) =>
    `Tiempos: sólo entrenamiento, tras un calentamiento${repeat > 1 ? `, mediana de ${repeat}` : ''}; los aciertos se miden entre épocas, con el reloj detenido.`,
  interrupted: 'Interrumpido: esto es lo que se sabe hasta ahora.',
};

export const labels = { en, es } as const;
