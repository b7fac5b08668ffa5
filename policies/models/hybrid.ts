import { join } from 'node:path';
import { z } from 'zod';
import type { Policy, PolicyRecipe } from '../../harness/contract/policy.ts';
import { splitBySession } from '../networks/training/split-by-session.ts';
import { recipe as ngram } from './ngram.ts';
import { bestWeight, mixSuggestions } from './support/mix.ts';
import { loadModel, saveModel } from './support/model-file.ts';
import { recipe as transformer } from './transformer.ts';

const NAME = 'hybrid';
const HELD_OUT_ONE_IN = 15;
/** Share of the progress that the n-gram policy takes. */
const NGRAM_SHARE = 0.2;
/** Fewer held-out examples than this say too little about a weight: both then count the same. */
const FEWEST_TO_WEIGH = 50;
const modelSchema = z.strictObject({ weight: z.number().min(0).max(1) });
const folders = { ngram: 'ngram', transformer: 'transformer' } as const;

type Saving = Policy & { save(folder: string): Promise<void> | void };

function serve(first: Saving, second: Saving, weight: number): Policy {
  return {
    name: NAME,
    provider: second.provider,
    async suggest(screens) {
      const one = await first.suggest(screens);
      const other = await second.suggest(screens);
      return screens.map((_, at) => mixSuggestions(one[at]!, other[at]!, weight));
    },
    async save(folder) {
      await first.save(join(folder, folders.ngram));
      await second.save(join(folder, folders.transformer));
      saveModel(folder, NAME, { weight });
    },
    async dispose() {
      await first.dispose();
      await second.dispose();
    },
  };
}

/** The n-gram policy and the transformer, weighed against one another on sessions that neither learned from. */
export const recipe = {
  name: NAME,
  summary: 'Averages the log-probabilities of the n-gram policy and the transformer, weighed on held-out sessions.',
  async fit(examples, options) {
    const { train, heldOut } = splitBySession(examples, `${options.seed} hybrid`, HELD_OUT_ONE_IN);
    const learn = train.length === 0 ? examples : train;
    const part = (from: number, share: number) => ({
      ...options,
      onProgress: (fraction: number, line: string) => options.onProgress?.(from + share * fraction, line),
    });
    const first = await ngram.fit(learn, part(0, NGRAM_SHARE));
    const second = await transformer.fit(learn, part(NGRAM_SHARE, 1 - NGRAM_SHARE));
    if (heldOut.length < FEWEST_TO_WEIGH) return serve(first, second, 0.5);
    const screens = heldOut.map(({ screen }) => screen);
    return serve(first, second, bestWeight(heldOut, await first.suggest(screens), await second.suggest(screens)));
  },
  async load(folder, options) {
    const { weight } = loadModel(folder, NAME, modelSchema);
    const first = await ngram.load(join(folder, folders.ngram), options);
    return serve(first, await transformer.load(join(folder, folders.transformer), options), weight);
  },
} satisfies PolicyRecipe;
