import type { Control } from '../../../harness/contract/control.ts';
import { perObject, perText } from '../../../harness/contract/remember.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import type { CandidateFeatures } from './candidate-features.ts';
import { FeatureSet, type Features } from './feature-set.ts';
import { hashFeature, mix } from './hash.ts';
import { ngramsOf } from './ngrams.ts';
import type { TextSpan } from './spans.ts';
import { customerMessages, type ValueCandidate } from './value-candidates.ts';

/** How many features a value has of its own. */
export const VALUE_FEATURES = 10;

const set = new FeatureSet(64);
const TEXT_WEIGHT = 0.5;
const fact = (name: string) => hashFeature(`value ${name}`);
const FACT = {
  source: fact('source'),
  kind: fact('kind'),
  ago: fact('ago'),
  before: fact('before'),
  after: fact('after'),
  answers: fact('answers'),
  value: fact('value'),
  shape: fact('shape'),
  given: fact('given'),
  first: fact('first of its source'),
} as const;
const CONTEXT = {
  always: fact('always'),
  submitted: fact('submitted'),
  given: fact('given before'),
  last: fact('last action'),
} as const;

/** What the customer's last messages say, for one field: so that words which name no option can still choose one. */
export function valueContext(field: Control, screen: Screen): Features {
  set.clear();
  const name = fieldHash(field);
  set.add(mix(name, CONTEXT.always), 1);
  const submitted = screen.timeline.filter((entry) => entry.kind === 'submit_form').length;
  set.add(mix(mix(name, CONTEXT.submitted), Math.min(3, submitted)), 1);
  const given = screen.timeline.findLast((entry) => entry.kind === 'submit_form')?.values[field.target];
  set.add(mix(mix(name, CONTEXT.given), given === undefined ? 0 : 1), 1);
  const last = screen.timeline.at(-1)?.target ?? '';
  set.add(mix(mix(name, CONTEXT.last), hashFeature(last)), 1);
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
  const kind = hashFeature(field.kind);
  const identities = new Int32Array(values.length);
  const own = new Int32Array(values.length * VALUE_FEATURES);
  const given = screen.timeline.findLast((entry) => entry.values[field.target] !== undefined)?.values[field.target];
  const fixed = field.options.length > 0;
  let before = '';
  for (let index = 0; index < values.length; index++) {
    const { value, source, span, ago, answers } = values[index]!;
    const from = hashFeature(source);
    const hashes = span ? hashesOf(span) : null;
    const said = hashes ? hashes.value : value === null ? 0 : hashFeature(value);
    const back = Math.min(4, ago);
    identities[index] = mix(name, fixed || value === null ? said : from);
    const at = index * VALUE_FEATURES;
    const origin = mix(name, from);
    own[at] = mix(FACT.source, origin);
    own[at + 1] = mix(FACT.kind, mix(kind, mix(from, back)));
    own[at + 2] = mix(FACT.ago, mix(origin, back));
    own[at + 3] = mix(FACT.before, hashes ? mix(origin, hashes.before) : origin);
    own[at + 4] = mix(FACT.after, hashes ? mix(origin, hashes.after) : origin);
    own[at + 5] = mix(FACT.answers, mix(origin, hashFeature(answers)));
    own[at + 6] = mix(FACT.value, mix(name, said));
    own[at + 7] = mix(FACT.shape, value === null ? name : mix(name, shapes(value)));
    own[at + 8] = mix(FACT.given, mix(name, (given === undefined ? 0 : 1) + (value === given ? 2 : 0)));
    own[at + 9] = mix(FACT.first, mix(origin, source === before ? 1 : 0));
    before = source;
  }
  return { identities, own, words: new Int32Array(0) };
}

interface SpanHashes {
  readonly value: number;
  readonly before: number;
  readonly after: number;
  readonly shape: number;
}

// A message's spans are the same for each field, and on each screen that still shows the message.
const hashesOf = perObject(
  ({ value, before, after }: TextSpan): SpanHashes => ({
    value: hashFeature(value),
    before: hashFeature(before),
    after: hashFeature(after),
    shape: shapes(value),
  }),
);

function fieldHash(field: Control): number {
  return mix(hashFeature(field.form ?? ''), hashFeature(field.target));
}

/** A value's outline, hashed: letters by case, digits by count, long values by their number of words. */
const shapes = perText((value) => {
  const outline = value
    .replace(/\p{Lu}\p{Ll}+/gu, 'Xx')
    .replace(/\p{Ll}+/gu, 'x')
    .replace(/\d+/g, (digits) => `9${digits.length}`);
  return hashFeature(outline.length <= 12 ? outline : `${value.split(' ').length} words`);
});
