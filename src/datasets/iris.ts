/**
 * Iris: 150 flowers of three species, measured by Anderson and made a classic by Fisher.
 */
import { readDataFile } from '../files.ts';
import { readTable } from './csv.ts';
import { dtypeOf, type Labelled, type LabelledOptions, labelled } from './shared/labelled.ts';

/**
 * The Iris flowers: length and width of sepal and petal in centimetres, and the species.
 *
 * The rows are UCI's, in its order: 50 Iris-setosa, 50 Iris-versicolor, 50 Iris-virginica.
 *
 * Shapes: x [150, 4], t [150, 3]
 * @param options `dtype`, by default 'float32'
 * @returns `{ x, t, labels, classNames }`; `t` is what LabelBinarizer gives of `labels`
 * @throws StateError where there is no file system: `parseIris` takes the text
 * Peers: scikit-learn's `load_iris` has Fisher's own values in rows 35 and 38 (counted from 1), UCI has 4.9, 3.1,
 * 1.5, 0.1 in both.
 * @see R. A. Fisher (1936), Iris, UCI Machine Learning Repository, doi:10.24432/C56C76
 * @example
 * const { x, t, classNames } = iris();
 * x.shape; // [150, 4]
 * classNames; // ['Iris-setosa', 'Iris-versicolor', 'Iris-virginica']
 */
export function iris(options: LabelledOptions = {}): Labelled {
  return read(
    'iris',
    readDataFile('iris', 'iris.csv', 'parseIris(text) takes the text of data/iris.csv.'),
    options,
  );
}

/**
 * `iris` from text, for where there is no file system.
 *
 * @param text the text of data/iris.csv, header included
 * @param options `dtype`, by default 'float32'
 * @returns as `iris`
 * @throws DataError where the text is not such a table
 * @example
 * const header = 'sepallength,sepalwidth,petallength,petalwidth,class';
 * parseIris(`${header}\n5.9,3.0,5.1,1.8,Iris-virginica\n5.1,3.5,1.4,0.2,Iris-setosa\n`).labels;
 * // ['Iris-virginica', 'Iris-setosa']
 */
export function parseIris(text: string, options: LabelledOptions = {}): Labelled {
  return read('parseIris', text, options);
}

function read(who: string, csv: string, options: LabelledOptions): Labelled {
  const dtype = dtypeOf(who, options);
  const { x, text } = readTable(who, csv, { name: 'iris.csv', header: true, text: ['class'], dtype }, 5);
  return labelled(x, text.class);
}
