/**
 * Options that every picture has: title, size and language.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { oneOf, readOptions, wholeNumber } from '../../options.ts';
import { type Word, words } from './words.ts';

/** Options of every picture. */
export interface PictureOptions {
  /** What stands above; by default what is drawn. '' for none. */
  readonly title?: string;
  /** In pixels, from 300 to 4000; default 600. */
  readonly width?: number;
  /** In pixels, at most 8000; by default as high as it must be. */
  readonly height?: number;
  /** The language of titles and axes: 'en' (default) or 'es'. */
  readonly language?: 'en' | 'es';
}

/** The same, checked. */
export interface Frame {
  readonly title: string | undefined;
  readonly width: number;
  readonly height: number | undefined;
  /** A word in the picture's language. */
  readonly say: (word: Word) => string;
}

/** Reads the options of a picture over its defaults, and those that all pictures have. */
export function readFrame<O extends object>(
  who: string,
  defaults: O,
  options: Readonly<Partial<O>> & PictureOptions,
): { frame: Frame; own: O } {
  const standard = {
    title: undefined as string | undefined,
    width: 600,
    height: undefined as number | undefined,
    language: 'en' as 'en' | 'es',
  };
  const given = readOptions<O & typeof standard>(
    who,
    { ...defaults, ...standard },
    options as Partial<O & typeof standard>,
  );
  const { title, width, height, language } = given;
  if (title !== undefined && typeof title !== 'string') {
    const problem = 'title is not usable';
    throw new ArgumentError(complain({ who, problem, expected: 'a string', received: show(title) }));
  }
  wholeNumber(who, 'width', width, { min: 300, max: 4000 });
  if (height !== undefined) wholeNumber(who, 'height', height, { min: 100, max: 8000 });
  const table = words[oneOf(who, 'language', language, ['en', 'es'])];
  return { frame: { title, width, height, say: (word) => table[word] }, own: given };
}
