import { type Action, actionSchema, actionTarget } from '../../contract/action.ts';
import type { Trace, TraceStep } from '../../contract/trace.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';

/**
 * What two episodes of one scenario can differ in, in the order in which the parts of a step follow from one another:
 * the first that differs is the cause, what comes after it may be its effect.
 */
export const LAYERS = ['arrivals', 'screens', 'suggestions', 'scores', 'decisions', 'acts', 'truth', 'times'] as const;
export type Layer = (typeof LAYERS)[number];

/** What differs in a layer, and what in the system it comes from. */
export const LAYER_WORDS: Readonly<Record<Layer, { readonly what: string; readonly from: string }>> = {
  arrivals: { what: 'what reaches the desk', from: 'customers and systems' },
  screens: { what: 'screens', from: 'the page' },
  suggestions: { what: 'suggestions', from: 'the policy' },
  scores: { what: 'confidences or scores', from: 'numerics or the critic' },
  decisions: { what: 'decisions at equal scores', from: 'the gate' },
  acts: { what: 'verdicts and acts', from: 'operators or the engine' },
  truth: { what: 'what counts as right', from: 'rules and labels' },
  times: { what: 'active times', from: 'the clock model' },
};

/** The first thing in which two episodes part. */
export interface EpisodeDifference {
  readonly layer: Layer;
  /** Place of the step. */
  readonly step: number;
  /** Which field, and both values, short enough for a line. */
  readonly field: string;
  readonly base: string;
  readonly next: string;
}

type Field = readonly [name: string, of: (step: TraceStep) => unknown];

const others = ({ alternatives = [] }: TraceStep) => alternatives;

/** The fields of a step, by layer. A new field belongs to one of them: `classify-difference.test.ts` finds one that does not. */
const FIELDS: Readonly<Record<Layer, readonly Field[]>> = {
  arrivals: [['arrivals', ({ arrivals = [] }) => arrivals]],
  screens: [['screenHash', ({ screenHash }) => screenHash]],
  suggestions: [
    ['suggestion', ({ suggestion }) => suggestion],
    ['alternatives', (step) => others(step).map(({ action }) => action)],
  ],
  scores: [
    ['confidence', ({ confidence }) => confidence],
    ['alternatives', (step) => others(step).map(({ confidence }) => confidence)],
    ['score', ({ score }) => score],
  ],
  decisions: [['decision', ({ decision }) => decision]],
  acts: [
    ['verdict', ({ verdict }) => verdict],
    ['reason', ({ reason = null }) => reason],
    ['slipped', ({ slipped }) => slipped],
    ['chosen', ({ chosen }) => chosen],
  ],
  truth: [
    ['reference', ({ reference }) => reference],
    ['critical', ({ critical }) => critical],
    ['logged', ({ logged = null }) => logged],
    ['closed', ({ closed = null }) => closed],
  ],
  times: [['activeMs', ({ activeMs }) => activeMs]],
};

/** Longest part of a value that is shown: enough to tell two actions apart. */
const SHOWN_LENGTH = 60;

/** Both values as a line has them: of two lists, the first entry in which they differ. */
function bothShown(base: unknown, next: unknown): { readonly base: string; readonly next: string } {
  if (!Array.isArray(base) || !Array.isArray(next)) return { base: shown(base), next: shown(next) };
  const json = (list: readonly unknown[]) => list.map((one) => canonicalJson(one as never));
  const [there, here] = [json(base), json(next)];
  const at =
    Array.from({ length: Math.max(there.length, here.length) }, (_, i) => i).find((i) => there[i] !== here[i]) ?? 0;
  return { base: shown(base[at] ?? null), next: shown(next[at] ?? null) };
}

function shown(value: unknown): string {
  const action = actionSchema.safeParse(value);
  const text = action.success ? actionWords(action.data) : canonicalJson(value as never);
  return text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH)}…`;
}

function actionWords(action: Action): string {
  if (action.kind === 'send_text') return `${actionTarget(action)} “${action.text}”`;
  if (action.kind === 'submit_form') return `${actionTarget(action)} ${canonicalJson(action.values)}`;
  return actionTarget(action);
}

/**
 * Every step in which two episodes of one scenario differ, each with the layer that comes first in it. In closed loop
 * only the first such step: what follows may be its effect. Empty: they are the same, but for how often the desk failed.
 */
export function classifyDifference(base: Trace, next: Trace): EpisodeDifference[] {
  const found: EpisodeDifference[] = [];
  const shared = Math.min(base.steps.length, next.steps.length);
  for (let step = 0; step < shared; step++) {
    const difference = stepDifference(base.steps[step]!, next.steps[step]!);
    if (difference) found.push({ ...difference, step });
    if (difference && base.loop === 'closed') return found;
  }
  if (found.length > 0) return found;
  const ends = [base, next].map(({ end, steps }) => `${end} after ${steps.length} steps`) as [string, string];
  if (ends[0] !== ends[1]) return [{ layer: 'acts', step: shared, field: 'end', base: ends[0], next: ends[1] }];
  const outcomes = [base, next].map(({ outcome = null }) => outcome);
  if (canonicalJson(outcomes[0] as never) === canonicalJson(outcomes[1] as never)) return [];
  return [{ layer: 'truth', step: shared, field: 'outcome', ...bothShown(outcomes[0], outcomes[1]) }];
}

function stepDifference(base: TraceStep, next: TraceStep): Omit<EpisodeDifference, 'step'> | null {
  if (JSON.stringify(base) === JSON.stringify(next)) return null;
  for (const layer of LAYERS)
    for (const [field, of] of FIELDS[layer]) {
      const [there, here] = [of(base), of(next)];
      if (canonicalJson(there as never) !== canonicalJson(here as never))
        return { layer, field, ...bothShown(there, here) };
    }
  return null;
}
