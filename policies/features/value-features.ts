import type { Control } from '../../harness/contract/control.ts';
import type { Screen } from '../../harness/contract/screen.ts';
import type { CandidateFeatures } from './candidate-features.ts';
import { FeatureSet, type Features } from './feature-set.ts';
import { hashText, mix } from './hash.ts';
import { ngramsOf } from './ngrams.ts';
import { customerMessages, type ValueCandidate } from './value-candidates.ts';

/** How many features a value has of its own. */
export const VALUE_FEATURES = 10;

const set = new FeatureSet(64);
const TEXT_WEIGHT = 0.5;
const FACTS = ['source', 'kind', 'ago', 'before', 'after', 'answers', 'value', 'shape', 'last given', 'first'].map(
  (name) => hashText(`value ${name}`),
);

/** What the customer's last messages say, for one field: so that words which name no option can still choose one. */
export function valueContext(field: Control, screen: Screen): Features {
  set.clear();
  const name = fieldHash(field);
  set.add(mix(name, hashText('always')), 1);
  const submitted = screen.timeline.filter((entry) => entry.kind === 'submit_form').length;
  set.add(mix(mix(name, hashText('submitted')), Math.min(3, submitted)), 1);
  const given = screen.timeline.findLast((entry) => entry.kind === 'submit_form')?.values[field.target];
  set.add(mix(mix(name, hashText('given')), given === undefined ? 0 : 1), 1);
  const last = screen.timeline.at(-1)?.target ?? '';
  set.add(mix(mix(name, hashText('last')), hashText(last)), 1);
  for (const [ago, { text }] of customerMessages(screen).entries()) {
    const heard = mix(name, Math.min(2, ago));
    for (const word of ngramsOf(text).words) set.add(mix(heard, word), TEXT_WEIGHT);
    if (ago === 2) break;
  }
  return set.take();
}

/** Features of each value that a field may take. */
export function valueFeatures(field: Control, screen: Screen, values: readonly ValueCandidate[]): CandidateFeatures {
  const name = fieldHash(field);
  const kind = hashText(field.kind);
  const identities = new Int32Array(values.length);
  const own = new Int32Array(values.length * VALUE_FEATURES);
  const given = screen.timeline.findLast((entry) => entry.values[field.target] !== undefined)?.values[field.target];
  const seen = new Set<string>();
  for (const [index, candidate] of values.entries()) {
    const { value, source, span } = candidate;
    const from = hashText(source);
    const fixed = field.options.length > 0 || value === null;
    identities[index] = fixed ? mix(name, hashText(value ?? '')) : mix(name, from);
    const ago = Math.min(4, candidate.ago);
    const facts = [
      mix(name, from),
      mix(kind, mix(from, ago)),
      mix(name, mix(from, ago)),
      mix(name, hashText(span ? `${source} ${span.before}` : source)),
      mix(name, hashText(span ? `${source} ${span.after}` : source)),
      mix(name, mix(from, hashText(candidate.answers))),
      mix(name, hashText(value ?? '')),
      mix(name, hashText(value === null ? '' : shapeOf(value))),
      mix(name, (given === undefined ? 0 : 1) + (value === given ? 2 : 0)),
      mix(mix(name, from), seen.has(source) ? 1 : 0),
    ];
    seen.add(source);
    for (const [which, fact] of facts.entries()) own[index * VALUE_FEATURES + which] = mix(FACTS[which]!, fact);
  }
  return { identities, own, words: new Int32Array(0) };
}

function fieldHash(field: Control): number {
  return mix(hashText(field.form ?? ''), hashText(field.target));
}

/** A value's outline: letters by case, digits by count, words by count. */
function shapeOf(value: string): string {
  const outline = value
    .replace(/\p{Lu}\p{Ll}+/gu, 'Xx')
    .replace(/\p{Ll}+/gu, 'x')
    .replace(/\d+/g, (digits) => `9${digits.length}`);
  return outline.length <= 12 ? outline : `${value.split(' ').length} words`;
}
