/**
 * What the examples share: a folder for their pictures, and headings between the steps of what they print.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../src/index.ts';

/** Where the pictures of one example go. */
export interface Gallery {
  /** Writes a picture, an SVG text, and says where. */
  save(name: string, svg: string): void;
}

/** What an example is asked to do. */
export interface ExampleOptions {
  readonly gallery: Gallery;
  /** Where the files of a data set lie; null: where the library looks by itself. */
  readonly data: string | null;
}

/** What an example found, by name. */
export type Scores = Readonly<Record<string, number>>;

/** A gallery in a folder, which is made for the first picture. */
export function openGallery(folder: string): Gallery {
  return {
    save(name, svg) {
      const file = join(folder, `${name}.svg`);
      try {
        mkdirSync(folder, { recursive: true });
        writeFileSync(file, svg);
      } catch (error) {
        throw new DataError(`example: ${file} cannot be written: ${(error as Error).message}`);
      }
      console.log(`picture: ${file}`);
    },
  };
}

/** Prints a heading. */
export function heading(text: string): void {
  console.log(`\n${text}\n${'-'.repeat(text.length)}`);
}

/** A share as a percentage: 0.98169 -> '98.2 %'. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
