/**
 * How values are compared. `exact`: as they are written, every character. `words`: white space and case aside.
 * `number`: by value. `date`: by the day that it names. What is no number or day is compared as words.
 */
export const COMPARISONS = ['exact', 'words', 'number', 'date'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** What parts whole and fraction of a number: the other of the two marks then groups thousands. */
export type DecimalMark = '.' | ',';

/** Names of what is compared exactly, whatever kind of field holds it; as words of the field's id or label. */
const EXACT =
  /^(id|ids|code|codes|pin|puk|tan|otp|iban|bic|vin|isbn|sku|token|key|login|secret|cvc|cvv|\w*(passwor[dt]|passcode|passphrase|kennwort|kennung|geheimzahl))$/;
/** A text field whose name ends so holds an identifier, such as an order number. */
const NUMBERED = /^(\w*number|\w*nummer|no|nr|serial)$/;

/** What a field's comparison follows from. */
export interface ComparedField {
  readonly id: string;
  readonly label: string;
  readonly kind: string;
  readonly compare?: Comparison | undefined;
}

/** How values of the field are compared: as it says itself, else by its kind and name. */
export function comparisonOf(field: ComparedField): Comparison {
  if (field.compare !== undefined) return field.compare;
  if (field.kind !== 'text' && field.kind !== 'textarea' && field.kind !== 'number') return 'exact';
  const names = [wordsIn(field.id), wordsIn(field.label)];
  if (field.kind !== 'textarea' && names.some((words) => words.some((word) => EXACT.test(word)))) return 'exact';
  if (field.kind === 'number') return 'number';
  return field.kind === 'text' && names.some((words) => NUMBERED.test(words.at(-1) ?? '')) ? 'exact' : 'words';
}

function wordsIn(name: string): string[] {
  return (
    name
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  );
}

/** Canonical form of a value: two values are the same where it is. */
export function valueKey(value: string, comparison: Comparison, decimal: DecimalMark = '.'): string {
  switch (comparison) {
    case 'exact':
      return value;
    case 'words':
      return asWords(value);
    case 'number':
      return numberKey(value, decimal) ?? asWords(value);
    case 'date':
      return dayKey(value) ?? asWords(value);
  }
}

/** Whether two values are the same; none is the same as none only. */
export function sameValue(
  a: string | undefined,
  b: string | undefined,
  comparison: Comparison,
  decimal: DecimalMark = '.',
): boolean {
  if (a === undefined || b === undefined || a === b) return a === b;
  return valueKey(a, comparison, decimal) === valueKey(b, comparison, decimal);
}

/** Composed letters are the letter that they show; signs that only look alike, such as ² and 2, stay apart. */
function asWords(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** The number that a text writes, without what changes nothing; null where it writes none. Of any size, never rounded. */
function numberKey(value: string, decimal: DecimalMark): string | null {
  const found = (decimal === '.' ? WITH_POINT : WITH_COMMA).exec(value.trim());
  if (!found?.groups) return null;
  const { sign = '', whole = '', fraction = '' } = found.groups;
  const digits = whole.replace(/[^0-9]/g, '').replace(/^0+(?=\d)/, '');
  const rest = fraction.replace(/0+$/, '');
  const size = `${digits === '' ? '0' : digits}${rest === '' ? '' : `.${rest}`}`;
  return sign === '-' || sign === '−' ? (size === '0' ? '0' : `-${size}`) : size;
}

/** Groups of three are parted by the other mark, a space, a narrow space or an apostrophe, the same throughout. */
const WITH_POINT =
  /^(?<sign>[+−-])?(?:(?<whole>\d+|\d{1,3}(?:(?<part>[, \u00a0\u202f'’])\d{3})(?:\k<part>\d{3})*)(?:\.(?<fraction>\d*))?)$/;
const WITH_COMMA =
  /^(?<sign>[+−-])?(?:(?<whole>\d+|\d{1,3}(?:(?<part>[. \u00a0\u202f'’])\d{3})(?:\k<part>\d{3})*)(?:,(?<fraction>\d*))?)$/;

/** `2031-04-01`, with or without leading zeros, and `1.4.2031`; slashes are read two ways in the world, so they name no day. */
function dayKey(value: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(value.trim());
  const dotted = /^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})$/.exec(value.trim());
  const [year, month, day] = iso ? iso.slice(1) : dotted ? dotted.slice(1).reverse() : [];
  if (year === undefined || month === undefined || day === undefined) return null;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
