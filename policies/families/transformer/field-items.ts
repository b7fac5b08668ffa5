import type { Example } from '../../../harness/contract/policy.ts';
import { placeOfValue, type ValueCandidate } from '../../screens/features/value-candidates.ts';
import { VALUE_FEATURES, valueFeatures } from '../../screens/features/value-features.ts';
import { type Blank, blanksOf } from '../../screens/suggesting/fill-forms.ts';
import { type Vocabulary, vocabularyKey } from '../../screens/suggesting/vocabulary.ts';
import { FEATURES } from './candidate-state.ts';
import { type CandidateText, type Item, widened } from './item.ts';
import type { Lexicon } from './lexicon.ts';
import type { TrainingItem } from './minibatch.ts';
import { type Stretch, serialiseField, serialiseValue } from './serialise.ts';
import type { Lengths } from './settings.ts';

/** Makes the item of a field that is to be filled: its candidates are values. */
export type FieldItemMaker = (blank: Blank) => Item;

/** A maker of fields' items. A value that stands in the chat is told by the tokens there, any other by its own text. */
export function fieldItemMaker(lexicon: Lexicon, lengths: Lengths): FieldItemMaker {
  const known = new Map<string, CandidateText>();
  const textOf = (source: string, text: string): CandidateText => {
    const key = JSON.stringify(['value', source, text]);
    let made = known.get(key);
    if (!made) {
      made = { key, sequence: serialiseValue(source, text, lexicon, lengths.candidate), action: 0 };
      if (known.size > 20_000) known.clear();
      known.set(key, made);
    }
    return made;
  };
  return ({ screen, field, values }) => {
    const { sequence, said } = serialiseField(screen, field, lexicon, lengths.screen);
    const points = values.map((value) => stretchOf(value, sequence.tokens, said, lexicon));
    const texts = values.map(({ value, source, span }, at) => textOf(source, span && points[at] ? '' : (value ?? '')));
    const facts = widened(valueFeatures(field, screen, values).own, VALUE_FEATURES);
    return { sequence, texts, facts, features: new Float32Array(values.length * FEATURES), points };
  };
}

/** Where a value that was said stands among the tokens: its own words if they are found, else the whole message. */
function stretchOf(
  { value, ago }: ValueCandidate,
  tokens: readonly number[],
  said: readonly Stretch[],
  lexicon: Lexicon,
): Stretch | null {
  const message = said[ago];
  if (value === null || !message || message[0] === message[1]) return null;
  const words = lexicon.text(value);
  for (let start = message[0]; start + words.length <= message[1]; start++)
    if (words.every((word, at) => tokens[start + at] === word)) return [start, start + words.length];
  return message;
}

/** One training item for each field of each submitted form; a value found nowhere is left out. */
export function fieldTrainingItems(
  examples: readonly Example[],
  vocabulary: Vocabulary,
  make: FieldItemMaker,
): TrainingItem[] {
  return examples.flatMap(({ screen, action }) => {
    if (action.kind !== 'submit_form') return [];
    return blanksOf(screen, action.form, vocabulary).flatMap((blank) => {
      const right = placeOfValue(blank.field, blank.values, action.values[blank.field.target]);
      const group = vocabularyKey(screen, blank.field);
      return right < 0 ? [] : [{ ...make(blank), right, group }];
    });
  });
}
