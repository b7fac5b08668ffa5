import type { Suggestion } from '../../harness/contract/policy.ts';
import type { Screen } from '../../harness/contract/screen.ts';
import { type Candidate, candidateAction, candidates } from '../features/candidates.ts';
import type { Vocabulary } from '../ngram/vocabulary.ts';
import { fillForms, type ScoreValues } from './fill-forms.ts';
import type { ItemMaker } from './item.ts';
import type { NetworkScorer } from './scorer.ts';

/** How many actions a suggestion holds at most. */
const SUGGESTED = 5;
/** A form below this confidence is not worth filling in: it is left out, unless it comes first. */
const FILL_CONFIDENCE = 0.05;

/** What suggestions are made from. */
export interface SuggestionModel {
  readonly network: NetworkScorer;
  readonly makeItem: ItemMaker;
  /** Scores are divided by it before they become confidences. */
  readonly temperature: number;
  readonly vocabulary: Vocabulary;
  readonly scoreValues: ScoreValues;
}

interface Ranking {
  readonly best: readonly { readonly candidate: Candidate; readonly confidence: number }[];
  readonly energy: number | null;
}

const NOTHING: Ranking = { best: [], energy: null };

/** Suggests actions for screens: ranks the candidates, then fills in the forms among the best. */
export async function suggest(screens: readonly Screen[], model: SuggestionModel): Promise<Suggestion[]> {
  const offered = screens.map((screen) => candidates(screen));
  const asked = screens.flatMap((_, index) => (offered[index]!.length > 0 ? [index] : []));
  const scored = await model.network.score(asked.map((index) => model.makeItem(screens[index]!, offered[index]!)));
  const rankings: Ranking[] = screens.map(() => NOTHING);
  for (const [row, index] of asked.entries())
    rankings[index] = rank(offered[index]!, scored[row]!.scores, model.temperature);
  const wanted = rankings.map(({ best }, index) => {
    const forms = best.flatMap(({ candidate }) =>
      candidate.kind === 'submit_form' ? [candidate.control.form ?? ''] : [],
    );
    return { screen: screens[index]!, forms: [...new Set(forms)] };
  });
  const filled = await fillForms(wanted, model.vocabulary, model.scoreValues);
  return rankings.map(({ best, energy }, index) => {
    const ranked = best.flatMap(({ candidate, confidence }) => {
      const action = candidateAction(candidate, screens[index]!, (form) => filled[index]!.get(form) ?? null);
      return action ? [{ action, confidence }] : [];
    });
    return energy === null ? { ranked } : { ranked, energy };
  });
}

/** −log Σ exp(score): higher where nothing that is offered fits. */
export function energyOf(scores: Float32Array): number {
  const top = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  let total = 0;
  for (const score of scores) total += Math.exp(score - top);
  return -(top + Math.log(total));
}

/** Probabilities of scores divided by a temperature. */
export function probabilities(scores: Float32Array, temperature: number): number[] {
  const top = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const weights = Array.from(scores, (score) => Math.exp((score - top) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function rank(offered: readonly Candidate[], scores: Float32Array, temperature: number): Ranking {
  const confidences = probabilities(scores, temperature);
  const best = offered
    .map((candidate, index) => ({ candidate, confidence: confidences[index]! }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, SUGGESTED)
    .filter(
      ({ candidate, confidence }, place) =>
        place === 0 || candidate.kind !== 'submit_form' || confidence >= FILL_CONFIDENCE,
    );
  return { best, energy: energyOf(scores) };
}
