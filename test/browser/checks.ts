/**
 * What is tried in a page. A check takes options that fit in an address and returns what JSON can hold; the assertions
 * are made in Node. To add one, write it here and call it in `browser.long.ts`.
 */
import {
  Add,
  Dense,
  executorInfo,
  Input,
  Model,
  reference,
  Sequential,
  SGD,
  useExecutors,
} from 'multiperceptron';
import { goldenData, type GoldenData, goldenHashes } from '../shared/golden.ts';
import { page } from './capture.ts';
import { load, show } from './pictures.ts';
import { storeAndGoOn } from './stored.ts';

const textOf = async (file: string) => (await fetch(`/data/${file}`)).text();

const digits = async (): Promise<GoldenData> =>
  goldenData(await textOf('optdigits_train.csv'), await textOf('optdigits_test.csv'));

/** Drawings of both styles: a chain as neurons, and a graph as boxes, with words that XML must not take for its own. */
function drawings(): string[] {
  const chain = Sequential([
    Input([4]),
    Dense(3, { activation: 'tanh', name: 'Oculto <1> & "2"' }),
    Dense(2),
  ]);
  const [a, b] = [Input([3], { name: 'año' }), Input([3], { name: 'día' })];
  const graph = Model({ inputs: [a, b], outputs: Dense(2, { name: 'salida' })(Add()(a, b)) });
  return [chain.toSVG({ style: 'neurons' }), graph.toSVG()];
}

function net(units: number): Model {
  const model = Sequential([
    Input({ shape: [64] }),
    Dense(units, { activation: 'tanh' }),
    Dense(10, { activation: 'softmax' }),
  ]);
  model.compile({
    optimizer: SGD({ learningRate: 0.5 }),
    loss: 'categorical_crossentropy',
    metrics: ['accuracy'],
  });
  return model;
}

/** Whether code can be made at run time: JavaScript from text, WebAssembly from bytes. */
function allowed(): { readonly text: boolean; readonly wasm: boolean } {
  const works = (make: () => unknown) => {
    try {
      make();
      return true;
    } catch {
      return false;
    }
  };
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: { Module: new (bytes: Uint8Array) => object };
  };
  return {
    text: works(() => new Function('return 1')),
    wasm: works(() => new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))),
  };
}

/** Every check, by the name that an address gives. */
export const checks = {
  /** Which executor trains here, and which others there are. */
  executor: async () => executorInfo(),

  /** Runs a script of this server, such as a program of the README; what it prints is in the report. */
  load: async ({ script }: { readonly script: string }) => void (await import(script)),

  /** The hashes of the golden trainings, by the executor in use or by the reference. */
  async golden({ executor }: { readonly executor: 'default' | 'reference' }) {
    if (executor === 'reference') useExecutors(reference);
    return goldenHashes(await digits());
  },

  /** Trains 64-20-10 for three epochs. */
  async train() {
    const { x, t } = await digits();
    const { history } = net(20).fit(x, t, { batchSize: 150, epochs: 3, verbose: 0 });
    return { executor: executorInfo().name, loss: history.loss, accuracy: history.accuracy };
  },

  /** A model to bytes and back, in the middle of its training. */
  stored: async () => storeAndGoOn(await digits()),

  /** What `save` says where there are no files. */
  async save() {
    const model = net(5);
    const refusal = (work: Promise<void>) =>
      work.then(
        () => null,
        ({ name, message }: Error) => ({ name, message }),
      );
    return [await refusal(model.save('modelo')), await refusal(model.saveWeights('modelo'))];
  },

  /** Draws models into the page; with `images`, as pictures of their own too. */
  async draw({ images }: { readonly images: boolean }) {
    const drawn = drawings().map((svg) => ({ svg, seen: show(svg) }));
    await new Promise((resolve) => setTimeout(resolve, 20)); // what a content policy refuses is told a little later
    const loaded = images ? await Promise.all(drawn.map(({ svg }) => load(svg))) : [];
    return { seen: drawn.map(({ seen }) => seen), loaded };
  },

  /** What the content policy of this page allows. */
  policy: async () => allowed(),

  /** Makes models, trains each one step and drops it; tells how many there were when one failed. */
  async drop({ models }: { readonly models: number }) {
    const { x, t } = await digits();
    const [rows, targets] = [x.toArray() as number[][], t.toArray() as number[][]];
    for (let made = 0; made < models; made++) {
      try {
        const batch = 1 + (made % 16);
        net(5 + (made % 40)).fit(rows.slice(0, batch), targets.slice(0, batch), {
          batchSize: batch,
          verbose: 0,
        });
      } catch (error) {
        return { made, error: String(error) };
      }
    }
    return { made: models, error: null };
  },

  /** Trains for some time, and counts what else had its turn: timers, frames, and the longest wait for a timer. */
  async breathe({ milliseconds, by }: { readonly milliseconds: number; readonly by: 'fit' | 'fitAsync' }) {
    const { x, t } = await digits();
    const model = net(100);
    let [timers, frames, longest, last, going] = [0, 0, 0, performance.now(), true];
    const timer = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      timers++;
    }, 1);
    const frame = () => {
      frames++;
      if (going) page.requestAnimationFrame(frame);
    };
    page.requestAnimationFrame(frame);
    const begun = performance.now();
    while (performance.now() - begun < milliseconds) {
      await model[by](x, t, { batchSize: 32, verbose: 0 });
    }
    const lasted = performance.now() - begun;
    longest = Math.max(longest, performance.now() - last);
    going = false;
    clearInterval(timer);
    return { lasted, timers, frames, longest };
  },

  /** A planted fault: prints, leaves a promise rejected, and throws. */
  async fail() {
    console.warn('a planted line');
    void Promise.reject(new Error('a planted rejection'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    throw new RangeError('a planted error');
  },
} as const;

/** The names of the checks, with what they take and give. */
export type Checks = typeof checks;
