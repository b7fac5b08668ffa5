import { join } from 'node:path';
import { z } from 'zod';
import { actionTarget } from '../../harness/contract/action.ts';
import type { Example, Policy, PolicyRecipe, Suggestion } from '../../harness/contract/policy.ts';
import { sumOf } from '../../harness/shared/numbers.ts';
import { loadBaseline, saveBaseline } from '../model-files.ts';
import { splitBySession } from '../networks/training/split-by-session.ts';
import { SUGGESTED } from '../screens/suggesting/rank.ts';
import { recipe as ngram } from './ngram.ts';
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
      saveBaseline(folder, NAME, { weight });
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
    const { weight } = loadBaseline(folder, NAME, modelSchema);
    const first = await ngram.load(join(folder, folders.ngram), options);
    return serve(first, await transformer.load(join(folder, folders.transformer), options), weight);
  },
} satisfies PolicyRecipe;

/** Confidence of what a member does not list: below all that it would. */
const UNLISTED = 1e-4;
const WEIGHTS = Array.from({ length: 11 }, (_, tenth) => tenth / 10);

type Entry = Suggestion['ranked'][number];

/**
 * One suggestion from two: confidences multiplied as p^weight · q^(1−weight) and normalised over all that either lists.
 * Forms are filled in as the first does, where it lists them.
 */
export function mixSuggestions(first: Suggestion, second: Suggestion, weight: number): Suggestion {
  const both = [byTarget(first), byTarget(second)] as const;
  const targets = [...new Set([...both[0].keys(), ...both[1].keys()])];
  const scores = targets.map((target) => {
    const [p, q] = both.map((entries) => Math.max(UNLISTED, entries.get(target)?.confidence ?? 0)) as [number, number];
    return weight * Math.log(p) + (1 - weight) * Math.log(q);
  });
  const top = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - top));
  const total = sumOf(shares);
  const ranked = targets
    .map((target, at) => ({
      action: (both[0].get(target) ?? both[1].get(target)!).action,
      confidence: shares[at]! / total,
    }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, SUGGESTED);
  return { ranked };
}

/** The weight of the first under which the examples' targets are likeliest; of equal ones the nearest to a half. */
export function bestWeight(
  examples: readonly Example[],
  first: readonly Suggestion[],
  second: readonly Suggestion[],
): number {
  let best = { weight: 0.5, loss: Number.POSITIVE_INFINITY };
  for (const weight of [...WEIGHTS].sort((a, b) => Math.abs(a - 0.5) - Math.abs(b - 0.5))) {
    let loss = 0;
    for (const [at, { action }] of examples.entries()) {
      const target = actionTarget(action);
      const { ranked } = mixSuggestions(first[at]!, second[at]!, weight);
      const right = ranked.find((entry) => actionTarget(entry.action) === target);
      loss -= Math.log(Math.max(UNLISTED, right?.confidence ?? 0));
    }
    if (loss < best.loss) best = { weight, loss };
  }
  return best.weight;
}

function byTarget({ ranked }: Suggestion): Map<string, Entry> {
  return new Map(ranked.map((entry) => [actionTarget(entry.action), entry]));
}
