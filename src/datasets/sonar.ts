/**
 * Sonar: 208 echoes, from a metal cylinder or from rocks.
 */
import { readDataFile } from '../files.ts';
import { readTable } from './csv.ts';
import { dtypeOf, type Labelled, type LabelledOptions, labelled } from './shared/labelled.ts';

/**
 * Sonar echoes: the energy in 60 bands of frequency, each from 0 to 1, and what sent them back: a mine ('M', a metal
 * cylinder) or a rock ('R').
 *
 * The rows are UCI's, in its order: 97 rocks, then 111 mines. Shuffle before splitting, as `trainTestSplit` does.
 *
 * Shapes: x [208, 60], t [208, 1]
 * @param options `dtype`, by default 'float32'
 * @returns `{ x, t, labels, classNames }`; `t` is what LabelBinarizer gives of `labels`: 0 for 'M', 1 for 'R'
 * @throws StateError where there is no file system: `parseSonar` takes the text
 * @see T. Sejnowski, R. Gorman (1988), Connectionist Bench (Sonar, Mines vs. Rocks), UCI Machine Learning
 * Repository, doi:10.24432/C5T01Q
 * @example
 * const { x, t, classNames } = sonar();
 * x.shape; // [208, 60]
 * classNames; // ['M', 'R']
 */
export function sonar(options: LabelledOptions = {}): Labelled {
  return read(
    'sonar',
    readDataFile('sonar', 'sonar.csv', 'parseSonar(text) takes the text of data/sonar.csv.'),
    options,
  );
}

/**
 * `sonar` from text, for where there is no file system.
 *
 * @param text the text of data/sonar.csv, which is UCI's sonar.all-data
 * @param options `dtype`, by default 'float32'
 * @returns as `sonar`
 * @throws DataError where the text is not such a table
 * @example
 * const echo = Array.from({ length: 60 }, (_, band) => (band / 100).toFixed(4)).join(',');
 * parseSonar(`${echo},R\n${echo},M\n`).t.toArray(); // [[1], [0]]
 */
export function parseSonar(text: string, options: LabelledOptions = {}): Labelled {
  return read('parseSonar', text, options);
}

function read(who: string, csv: string, options: LabelledOptions): Labelled {
  const dtype = dtypeOf(who, options);
  const { x, text } = readTable(who, csv, { name: 'sonar.csv', text: [60], dtype }, 61);
  return labelled(x, text[60]);
}
