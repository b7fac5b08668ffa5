import type { FormValues } from '../../harness/contract/action.ts';
import type { Control } from '../../harness/contract/control.ts';
import type { Suggestion } from '../../harness/contract/policy.ts';
import type { Screen } from '../../harness/contract/screen.ts';
import { type Candidate, candidateAction, candidates } from '../features/candidates.ts';
import type { FeatureFilter } from '../features/feature-filter.ts';
import type { ValueCandidate } from '../features/value-candidates.ts';
import type { Scorer } from '../ranker/scorer.ts';
import { actionItem, valueItem, valuesOf } from './examples.ts';
import { formFields } from './form-fields.ts';
import type { Knowledge } from './knowledge.ts';
import type { Vocabulary } from './vocabulary.ts';

/** How many actions a suggestion holds at most. */
export const SUGGESTED = 5;
/** A form below this confidence is not worth filling in: it is left out, unless it comes first. */
const FILL_CONFIDENCE = 0.05;

/** What suggestions are made from. */
export interface SuggestionModel {
  readonly actions: Scorer;
  readonly values: Scorer;
  readonly vocabulary: Vocabulary;
  readonly knowledge: Knowledge;
  readonly filter: FeatureFilter;
}

interface Ranked {
  readonly candidate: Candidate;
  readonly confidence: number;
}

interface Blank {
  readonly screen: Screen;
  readonly form: string;
  readonly fields: readonly { readonly control: Control; readonly values: readonly ValueCandidate[] }[];
}

/** Suggests actions for screens: ranks the candidates, then fills in the forms among the best. */
export async function suggest(screens: readonly Screen[], model: SuggestionModel): Promise<Suggestion[]> {
  const { actions, values, vocabulary, knowledge, filter } = model;
  const named = (name: string) => knowledge.seen.has(name);
  const offered = screens.map(candidates);
  const asked = screens.flatMap((_, index) => (offered[index]!.length > 0 ? [index] : []));
  const scored = await actions.score(
    asked.map((index) => {
      const item = actionItem(screens[index]!, offered[index]!, knowledge.charts, named);
      return { ...item, context: filter.keep(item.context) };
    }),
  );
  const ranked: Ranked[][] = screens.map(() => []);
  const energies = new Map<number, number>();
  for (const [row, index] of asked.entries()) {
    ranked[index] = best(offered[index]!, scored[row]!);
    energies.set(index, energyOf(scored[row]!));
  }
  const filled = await fill(
    screens.map((screen, index) => blanks(screen, ranked[index]!, vocabulary)),
    values,
  );
  return screens.map((screen, index) => ({
    ranked: ranked[index]!.flatMap(({ candidate, confidence }) => {
      const action = candidateAction(candidate, screen, (form) => filled[index]!.get(form) ?? null);
      return action ? [{ action, confidence }] : [];
    }),
    ...(energies.has(index) ? { energy: energies.get(index)! } : {}),
  }));
}

/** −log Σ exp(score). */
function energyOf(scores: Float32Array): number {
  const top = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  return -(top + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - top), 0)));
}

function best(offered: readonly Candidate[], scores: Float32Array): Ranked[] {
  const top = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const weights = Array.from(scores, (score) => Math.exp(score - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return offered
    .map((candidate, index) => ({ candidate, confidence: weights[index]! / total }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, SUGGESTED)
    .filter(
      ({ candidate, confidence }, place) =>
        place === 0 || candidate.kind !== 'submit_form' || confidence >= FILL_CONFIDENCE,
    );
}

function blanks(screen: Screen, ranked: readonly Ranked[], vocabulary: Vocabulary): Blank[] {
  const forms = new Set(
    ranked.flatMap(({ candidate }) => (candidate.kind === 'submit_form' ? [candidate.control.form ?? ''] : [])),
  );
  return [...forms].map((form) => ({
    screen,
    form,
    fields: formFields(screen, form).map((control) => ({ control, values: valuesOf(control, screen, vocabulary) })),
  }));
}

/** Fills in forms, all in one pass of the model. */
async function fill(all: readonly Blank[][], scorer: Scorer): Promise<Map<string, FormValues | null>[]> {
  const items = all
    .flat()
    .flatMap(({ screen, fields }) => fields.map(({ control, values }) => valueItem(control, screen, values)));
  const scored = await scorer.score(items);
  let next = 0;
  return all.map(
    (forms) =>
      new Map(
        forms.map(({ form, fields }) => {
          const values: Record<string, string> = {};
          let complete = true;
          for (const { control, values: offered } of fields) {
            const { target, required } = control;
            const value = chosen(offered, scored[next++]!, required);
            if (value !== null) values[target] = value;
            else if (required) complete = false;
          }
          return [form, complete ? values : null];
        }),
      ),
  );
}

/** The best value; a required field takes the best that is not empty. */
function chosen(offered: readonly ValueCandidate[], scores: Float32Array, required: boolean): string | null {
  let best = -1;
  for (const [index, { value }] of offered.entries())
    if (!(required && value === null) && (best < 0 || scores[index]! > scores[best]!)) best = index;
  return offered[best]?.value ?? null;
}
