import { actionTarget } from '../../../harness/contract/action.ts';
import type { Proposal } from '../../../harness/contract/critic.ts';
import type { Suggestion } from '../../../harness/contract/policy.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { contextFeatures } from '../../screens/features/context.ts';
import { FeatureSet, type Features } from '../../screens/features/feature-set.ts';
import { hashFeature, mix } from '../../screens/features/hash.ts';
import { valueCandidates } from '../../screens/features/value-candidates.ts';

const LIMIT = 512;
/** State and chat count for little until much feedback speaks for them. */
const CONTEXT_WEIGHT = 0.15;

const set = new FeatureSet(LIMIT);
const name = (text: string) => hashFeature(`critic ${text}`);
const FACT = {
  always: name('always'),
  logit: name('logit'),
  gap: name('gap to the second'),
  entropy: name('entropy'),
  level: name('confidence level'),
  kind: name('kind'),
  target: name('target'),
  second: name('second'),
  procedure: name('procedure'),
  done: name('done before'),
  after: name('after'),
  value: name('form value'),
  unsaid: name('form values not said'),
  context: name('context'),
} as const;

/** What is known of a proposal without its truth: the policy's confidence, the action, its form values, the screen. */
export function proposalFeatures({ screen, suggestion }: Proposal): Features {
  set.clear();
  const first = suggestion.ranked[0];
  set.add(FACT.always, 1);
  if (!first) return set.take();
  addConfidence(suggestion);
  const { action } = first;
  const acted = actionTarget(action);
  const target = hashFeature(acted);
  const level = confidenceLevel(first.confidence);
  const done = screen.timeline.filter((entry) => entry.target === acted).length;
  const after = hashFeature(screen.timeline.at(-1)?.target ?? '');
  set.add(mix(FACT.kind, hashFeature(action.kind)), 1);
  set.add(mix(mix(FACT.kind, hashFeature(action.kind)), level), 1);
  set.add(mix(FACT.target, target), 1);
  set.add(mix(mix(FACT.target, target), level), 0.5);
  set.add(mix(FACT.procedure, hashFeature(screen.procedure?.id ?? '')), 0.5);
  set.add(mix(FACT.done, Math.min(3, done)), 1);
  set.add(mix(mix(FACT.after, after), target), 0.5);
  addValues(screen, suggestion);
  const context = contextFeatures(screen);
  for (let index = 0; index < context.ids.length; index++)
    set.add(mix(FACT.context, context.ids[index]!), context.weights[index]! * CONTEXT_WEIGHT);
  return set.take();
}

function addConfidence(suggestion: Suggestion): void {
  const { ranked } = suggestion;
  const [logit, gap, entropy] = confidenceFacts(suggestion);
  set.add(FACT.logit, logit / 3);
  set.add(FACT.gap, gap / 4);
  set.add(FACT.entropy, entropy);
  set.add(mix(FACT.level, confidenceLevel(ranked[0]?.confidence ?? 0)), 1);
  const runnerUp = ranked[1]?.action;
  if (runnerUp) set.add(mix(FACT.second, hashFeature(actionTarget(runnerUp))), 0.5);
}

/** Confidence in ten levels, finer towards 1. */
function confidenceLevel(confidence: number): number {
  const edges = [0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 0.995];
  return edges.findIndex((edge) => confidence < edge);
}

/** Where each form value came from: what the customer just said is safer than what nobody said. */
function addValues(screen: Screen, { ranked }: Suggestion): void {
  const action = ranked[0]?.action;
  if (action?.kind !== 'submit_form') return;
  let unsaid = 0;
  for (const field of screen.controls) {
    if (field.form !== action.form || field.kind === 'submit') continue;
    const value = action.values[field.target] ?? null;
    const origin = valueCandidates(field, screen).find((candidate) => candidate.value === value);
    const source = hashFeature(origin?.source ?? 'elsewhere');
    if (value !== null && (origin?.ago ?? -1) < 0) unsaid++;
    set.add(mix(mix(FACT.value, hashFeature(field.target)), source), 0.5);
    set.add(mix(mix(FACT.value, source), Math.min(3, origin?.ago ?? -1)), 0.5);
  }
  set.add(mix(FACT.unsaid, Math.min(4, unsaid)), 1);
}

const SMALLEST = 1e-6;

/** Numbers of `confidenceFacts`. */
export const CONFIDENCE_FACTS = 3;

/** Log-odds of the first action, log-ratio of the first to the second, and entropy of the ranked confidences. */
export function confidenceFacts({ ranked }: Suggestion): readonly [logit: number, gap: number, entropy: number] {
  const [first, second] = [ranked[0]?.confidence ?? 0, ranked[1]?.confidence ?? 0];
  const clipped = Math.min(1 - SMALLEST, Math.max(SMALLEST, first));
  const entropy = ranked.reduce((sum, { confidence: p }) => sum - (p > 0 ? p * Math.log(p) : 0), 0);
  return [Math.log(clipped / (1 - clipped)), Math.log(clipped / Math.max(SMALLEST, second)), entropy];
}
