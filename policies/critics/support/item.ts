import type { Proposal } from '../../../harness/contract/critic.ts';
import type { RankingItem } from '../../networks/ranker/item.ts';
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
