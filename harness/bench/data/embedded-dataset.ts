import { generateDataset } from '../../../fixtures/generator/generate-dataset.ts';
import type { Dataset } from '../../contract/dataset.ts';
import { createStreams } from '../../shared/streams.ts';

/** How much of the synthetic world is played where no logs are named, and how hard it is. */
export const EMBEDDED_SESSIONS = 3000;
const EMBEDDED_DIFFICULTY = 0.25;

/** The dataset that needs no download: generated, the same for everyone unless a seed says which. */
export function embeddedDataset(sessions = EMBEDDED_SESSIONS, seed = 'embedded'): Dataset {
  return generatedDataset({ sessions, difficulty: EMBEDDED_DIFFICULTY, seed });
}

export interface GeneratedOptions {
  readonly sessions: number;
  readonly difficulty: number;
  readonly seed: string;
}

/** A synthetic dataset whose streams are named by the seed. */
export function generatedDataset({ sessions, difficulty, seed }: GeneratedOptions): Dataset {
  return generateDataset({ sessions, difficulty }, createStreams({ seed, session: 'generator' }));
}
