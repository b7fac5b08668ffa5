import type { Catalog } from './catalog.ts';
import type { Session } from './session.ts';

/** Sessions with the catalog that they ran on. */
export interface Dataset {
  readonly catalog: Catalog;
  readonly sessions: readonly Session[];
  /** What forms search in, where a foreign log says so. In memory only: not part of the written format or of the hash. */
  readonly databases?: readonly FormDatabase[];
}

/** What the records that a form finds are made of. */
export interface FormDatabase {
  readonly procedure: string;
  readonly form: string;
  readonly attributes: readonly {
    /** Name in the result, and id of the field that asks for it. */
    readonly id: string;
    /** What it can be: one of these, or a whole number from least to most. */
    readonly values: readonly string[] | { readonly least: number; readonly most: number };
  }[];
}

/** What an importer could not carry over: a cause in words and how often it occurred. */
export interface ImportNote {
  readonly cause: string;
  readonly count: number;
}

/** Reads a foreign log. One file in `fixtures/importers/`, exported as `importer`. */
export interface Importer {
  readonly name: string;
  readonly summary: string;
  /** Whether the path looks like this importer's input. */
  detect(path: string): boolean;
  /** Throws: one sentence with file and remedy, when the input is malformed. Imports all or nothing. */
  read(path: string): { dataset: Dataset; notes: readonly ImportNote[] };
}
