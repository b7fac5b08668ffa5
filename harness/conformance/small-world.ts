import { fileURLToPath } from 'node:url';
import { readDataset } from '../../fixtures/format/read-dataset.ts';
import { generateDataset } from '../../fixtures/generator/generate-dataset.ts';
import type { Dataset } from '../contract/dataset.ts';
import type { Session } from '../contract/session.ts';
import { createStreams } from '../shared/streams.ts';

/** Generated sessions, enough to learn from in seconds, with others that no model was trained on. */
export interface SmallWorld extends Dataset {
  readonly train: readonly Session[];
  readonly fresh: readonly Session[];
}

const TRAINED_ON = 12;

/** The world that every suite of models plays in: the same on each call. */
export function smallWorld(fresh: number): SmallWorld {
  const streams = createStreams({ seed: 'conformance', session: 'generator' });
  const { catalog, sessions } = generateDataset({ sessions: TRAINED_ON + fresh, difficulty: 0.5 }, streams);
  return { catalog, sessions, train: sessions.slice(0, TRAINED_ON), fresh: sessions.slice(TRAINED_ON) };
}

/** The sessions that come with the repository. */
export function bundledDataset(): Dataset {
  return readDataset(fileURLToPath(new URL('../../fixtures/sessions/', import.meta.url)));
}
