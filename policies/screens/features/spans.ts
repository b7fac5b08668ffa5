import { perText } from '../../../harness/contract/remember.ts';

/** What a span of text looks like. */
export type SpanKind =
  | 'name'
  | 'proper'
  | 'number'
  | 'time'
  | 'date'
  | 'email'
  | 'quoted'
  | 'answer'
  | 'clause'
  | 'whole';

/** A part of a message that may be the value of a form field. */
export interface TextSpan {
  readonly kind: SpanKind;
  /** As a form would hold it: trimmed, numbers in digits, dates as YYYY-MM-DD. */
  readonly value: string;
  /** The word before it, lower case; empty at the beginning. */
  readonly before: string;
  /** The word after it, lower case; empty at the end. */
  readonly after: string;
}

const NUMBER_WORDS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const PATTERNS: readonly { readonly kind: SpanKind; readonly pattern: RegExp; readonly group: number }[] = [
  { kind: 'email', pattern: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu, group: 0 },
  { kind: 'quoted', pattern: /["“]([^"“”]{1,80})["”]/gu, group: 1 },
  {
    kind: 'name',
    // Not case-insensitive as a whole: every further word of a name must begin with a capital.
    pattern:
      /\b(?:[Nn]ame is|[Nn]ame's|[Nn]ame:|[Ii] am|[Ii]'?m|[Tt]his is|[Ii]t is|[Ii]t's|[Bb]y|[Uu]nder|[Ff]or)\s+((?:(?:[Dd]r|[Mm]r|[Mm]rs|[Mm]s)\.?\s+)?\p{L}[\p{L}'-]*(?:\s+\p{Lu}[\p{L}'-]+){0,2})/gu,
    group: 1,
  },
  { kind: 'proper', pattern: /\p{Lu}[\p{L}'’-]*\.?(?:\s+(?:(?:and|of|the|de)\s+)?\p{Lu}[\p{L}'’-]*){0,4}/gu, group: 0 },
  { kind: 'time', pattern: /\b\d{1,2}(?::\d{2})?\s*[ap]\.?m\b\.?/giu, group: 0 },
  { kind: 'time', pattern: /\b\d{1,2}:\d{2}\b(?!\s*[ap]\.?m)/giu, group: 0 },
  { kind: 'date', pattern: /\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b/gu, group: 0 },
  {
    kind: 'date',
    pattern:
      /\b(?:\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*\.?(?:\s+\d{1,2}(?!\d)(?:st|nd|rd|th)?)?(?:,?\s+\d{4})?/giu,
    group: 0,
  },
  {
    kind: 'number',
    pattern: /\b\d+(?:[.,]\d+)?\b|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b/giu,
    group: 0,
  },
  { kind: 'number', pattern: /\p{L}*\d[\p{L}\d-]*/gu, group: 0 },
  { kind: 'clause', pattern: /[^.!?,;\n]{2,120}/gu, group: 0 },
];

const LEAD =
  /^(?:(?:hi|hello|hey|yes|yeah|sure|ok|okay|well|oh|um|please|so)[,.!]?\s+)*(?:(?:my|the|his|her)\s+[\p{L}' ]{1,30}?\s+(?:is|was)\s+|(?:it's|its|it is|it was|i am|i'm|that's|that is|that would be|this is)\s+)?/iu;

/** Parts of a text that may be form values, in no particular order; the same value may come as several kinds. */
export const spansOf = perText<readonly TextSpan[]>((text) => {
  const found = new Map<string, TextSpan>();
  const add = (kind: SpanKind, raw: string, start: number, end: number) => {
    const value = normalised(kind, raw);
    const key = `${kind} ${value}`;
    if (value !== null && !found.has(key))
      found.set(key, { kind, value, before: wordBefore(text, start), after: wordAfter(text, end) });
  };
  for (const { kind, pattern, group } of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const raw = match[group] ?? '';
      const start = match.index + match[0].lastIndexOf(raw);
      add(kind, raw, start, start + raw.length);
    }
  }
  const whole = text.trim();
  const answer = whole.replace(LEAD, '');
  add('whole', whole, 0, text.length);
  const end = text.trimEnd().length;
  add('answer', answer, end - answer.length, end);
  return [...found.values()];
}, 20_000);

function wordBefore(text: string, start: number): string {
  return /(\p{L}[\p{L}']*|\d+)[^\p{L}\d]*$/u.exec(text.slice(Math.max(0, start - 40), start))?.[1]?.toLowerCase() ?? '';
}

function wordAfter(text: string, end: number): string {
  return /^[^\p{L}\d]*(\p{L}[\p{L}']*|\d+)/u.exec(text.slice(end, end + 40))?.[1]?.toLowerCase() ?? '';
}

/** The value as a form would hold it; null where nothing is left of it. */
function normalised(kind: SpanKind, raw: string): string | null {
  const value = raw
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.,;:!?]+$/, '')
    .trim();
  if (value === '') return null;
  if (kind === 'date') return isoDate(value) ?? value;
  if (kind === 'time')
    return value
      .toLowerCase()
      .replace(/\./g, '')
      .replace(/(\d)\s*([ap]m)$/, '$1 $2');
  const word = NUMBER_WORDS.indexOf(value.toLowerCase());
  return kind === 'number' && word >= 0 ? String(word) : value;
}

/** A date as YYYY-MM-DD. Days and months of two numbers are read month first, unless that is impossible. */
function isoDate(value: string): string | null {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
  const numbers = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(value);
  if (numbers) {
    const [first, second] = [Number(numbers[1]), Number(numbers[2])];
    return first > 12 ? iso(numbers[3]!, second, first) : iso(numbers[3]!, first, second);
  }
  const month = MONTHS.findIndex((name) => new RegExp(`(?:^|[^\\p{L}])${name}`, 'iu').test(value)) + 1;
  const year = /\d{4}/.exec(value)?.[0];
  const day = /(?<!\d)\d{1,2}(?!\d)/.exec(value)?.[0];
  return month > 0 && year && day ? iso(year, month, Number(day)) : null;
}

function iso(year: string, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
