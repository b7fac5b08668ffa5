import type { Proposal } from '../../../harness/contract/critic.ts';
import { type NoiseRates, rateWords } from '../../../harness/contract/noise-rates.ts';
import { sigmoid } from '../../../harness/shared/numbers.ts';
import type { RankingItem } from '../../networks/ranker/item.ts';
import type { LabelNoise } from '../../networks/ranker/label-noise.ts';
import { hashFeature } from '../../screens/features/hash.ts';
import { proposalFeatures } from './features.ts';

/** Places of the two verdicts among the candidates. */
export const VERDICT = { accept: 0, reject: 1 } as const;

const IDENTITIES = Int32Array.of(hashFeature('verdict accept'), hashFeature('verdict reject'));
const FACTS = Int32Array.of(hashFeature('fact accept'), hashFeature('fact reject'));
const NO_WORDS = new Int32Array(0);

/** A proposal as a choice between two verdicts, as the policy's ranker takes it. */
export function verdictItem(proposal: Proposal): RankingItem {
  return {
    context: proposalFeatures(proposal),
    candidates: { identities: IDENTITIES, own: FACTS, words: NO_WORDS },
  };
}

/** P(accept) by the scores of both verdicts. */
export const acceptanceOf = (scores: Float32Array): number =>
  sigmoid(scores[VERDICT.accept]! - scores[VERDICT.reject]!);

/** What tells apart the critics of a family that learn from verdicts. */
export interface VerdictCritic {
  readonly name: string;
  readonly summary: string;
  /** How known noise is corrected for; null: answers are taken as they are. */
  readonly correction: LabelNoise['correction'] | null;
}

/**
 * Known operators' rates as the noise of verdicts; undefined where nothing is known or corrected for, or operators are never wrong.
 *
 * Throws: when a rate is outside [0, 1), or both sum to 1 or more: answers then say nothing of the truth.
 */
export function verdictNoise(
  noise: NoiseRates | undefined,
  correction: VerdictCritic['correction'],
): LabelNoise | undefined {
  if (!noise || correction === null) return undefined;
  const { alpha, beta } = noise;
  for (const [name, rate] of Object.entries({ alpha, beta }))
    if (!(rate >= 0 && rate < 1)) throw new Error(`${name} is ${rate}: give a rate of at least 0 and below 1`);
  if (alpha + beta >= 1)
    throw new Error(
      [
        `alpha ${rateWords(alpha)} and beta ${rateWords(beta)} sum to 1 or more: such answers say nothing of what is`,
        'right, so use a critic without correction',
      ].join(' '),
    );
  if (alpha === 0 && beta === 0) return undefined;
  const floors = [0, 0];
  floors[VERDICT.accept] = beta;
  floors[VERDICT.reject] = alpha;
  return { floors, correction };
}
