import type { Control } from '../../../harness/contract/control.ts';
import { drawOne } from '../../../harness/contract/draws.ts';
import { fits } from '../../../harness/contract/legal.ts';
import type { Rng } from '../../../harness/contract/rng.ts';
import { comparableText } from '../../../harness/contract/text.ts';

/** A field that a value is to go into. */
export type ValueField = Pick<Control, 'kind' | 'options'>;

/**
 * Another value that all these fields can hold, such as a customer would give by mistake or on second thoughts;
 * null where there is none.
 */
export function otherValue(value: string, fields: readonly ValueField[], rng: Rng): string | null {
  const options = fields.find((field) => field.options.length > 0)?.options;
  const candidates = (options ?? [...withOtherDigit(value), ...withSwappedLetters(value)]).filter(
    (other) => comparableText(other) !== comparableText(value) && fields.every((field) => fits(field, other)),
  );
  return candidates.length === 0 ? null : drawOne(candidates, rng);
}

function withOtherDigit(value: string): string[] {
  const characters = [...value];
  return characters.flatMap((character, at) =>
    /\d/.test(character)
      ? [1, 3, 7].map((more) => characters.with(at, String((Number(character) + more) % 10)).join(''))
      : [],
  );
}

/** Only where there are no digits to get wrong. */
function withSwappedLetters(value: string): string[] {
  const characters = [...value];
  if (/\d/.test(value)) return [];
  return characters.flatMap((character, at) => {
    const next = characters[at + 1];
    if (next === undefined || !/\p{L}/u.test(character) || !/\p{L}/u.test(next)) return [];
    return [characters.toSpliced(at, 2, next.toLowerCase(), character.toLowerCase()).join('')];
  });
}
