import type { Catalog } from './catalog.ts';
import type { Session } from './session.ts';

/** Sessions with the catalog that they ran on. */
export interface Dataset {
  readonly catalog: Catalog;
  readonly sessions: readonly Session[];
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
