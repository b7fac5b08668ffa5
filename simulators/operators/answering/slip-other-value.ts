import type { Action, FormValues } from '../../../harness/contract/action.ts';
import type { Control } from '../../../harness/contract/control.ts';
import { fits, OPTION_SEPARATOR } from '../../../harness/contract/legal.ts';
import type { Screen } from '../../../harness/contract/screen.ts';

/** Slips in what is filled in or written: another option, a day too late, a mistyped text. */
export function otherValues(right: Action, screen: Screen): Action[] {
  if (right.kind === 'send_text' && right.reply === null)
    return mistyped(right.text).map((text) => ({ ...right, text }));
  if (right.kind !== 'submit_form') return [];
  const fields = screen.controls.filter((control) => control.form === right.form && control.kind !== 'submit');
  return fields.flatMap((field) => {
    const value = right.values[field.target];
    if (value === undefined) return [];
    return alternatives(field, value)
      .filter((other) => other !== value && fits(field, other))
      .map((other): Action => ({ ...right, values: { ...right.values, [field.target]: other } satisfies FormValues }));
  });
}

function alternatives(field: Control, value: string): readonly string[] {
  switch (field.kind) {
    case 'select':
    case 'radio':
      return field.options;
    case 'multiselect': {
      const chosen = value.split(OPTION_SEPARATOR);
      return field.options.map((toggled) =>
        field.options.filter((option) => chosen.includes(option) !== (option === toggled)).join(OPTION_SEPARATOR),
      );
    }
    case 'checkbox':
      return [];
    case 'date':
      return nextDays(value);
    default:
      return mistyped(value);
  }
}

/** The next day or the next month; the last ones wrap around to the first. */
function nextDays(date: string): string[] {
  const [year = '', month = '', day = ''] = date.split('-');
  const later = (text: string, last: number) => String((Number(text) % last) + 1).padStart(2, '0');
  return [`${year}-${month}-${later(day, 28)}`, `${year}-${later(month, 12)}-${day}`];
}

/** Two neighbouring characters swapped, a digit off by one, the last character lost. */
export function mistyped(text: string): string[] {
  const characters = [...text];
  const swap = characters.findIndex((character, i) => i > 0 && differ(character, characters[i - 1] ?? ''));
  const digit = characters.findIndex((character) => /\d/.test(character));
  const variants: string[][] = [];
  if (swap > 0) variants.push(characters.toSpliced(swap - 1, 2, characters[swap] ?? '', characters[swap - 1] ?? ''));
  if (digit >= 0) variants.push(characters.with(digit, String((Number(characters[digit]) + 1) % 10)));
  if (characters.length > 1) variants.push(characters.slice(0, -1));
  else variants.push([...characters, ...characters, ...characters]);
  return variants.map((variant) => variant.join('')).filter((variant) => variant.trim() !== '');
}

/** Whether swapping the two shows after normalisation. */
function differ(a: string, b: string): boolean {
  return a.trim() !== '' && b.trim() !== '' && a.toLowerCase() !== b.toLowerCase();
}
