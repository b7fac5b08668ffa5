const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/**
 * The day that a person means, as `2024-02-29`; null where that is no day, or not plainly one. Read are
 * `1996-03-09`, `9.3.1996`, `3/9/1996` (month first, unless that can only be a day) and `9 March 1996`.
 */
export function typedDay(text: string): string | null {
  const typed = text.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed);
  if (iso) return day(iso[1], iso[2], iso[3]);
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(typed);
  if (dotted) return day(dotted[3], dotted[2], dotted[1]);
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(typed);
  if (slashed) return day(slashed[3], slashed[1], slashed[2]) ?? day(slashed[3], slashed[2], slashed[1]);
  return namedDay(typed.toLowerCase());
}

function namedDay(typed: string): string | null {
  const named =
    /^(?<day>\d{1,2})(st|nd|rd|th)?\.? (?<month>[a-z]+),? (?<year>\d{4})$/.exec(typed) ??
    /^(?<month>[a-z]+) (?<day>\d{1,2})(st|nd|rd|th)?,? (?<year>\d{4})$/.exec(typed);
  const { day: at = '', month: name = '', year = '' } = named?.groups ?? {};
  const month = name.length < 3 ? -1 : MONTHS.findIndex((full) => full.startsWith(name));
  return month < 0 ? null : day(year, String(month + 1), at);
}

function day(year = '', month = '', at = ''): string | null {
  const written = `${year}-${month.padStart(2, '0')}-${at.padStart(2, '0')}`;
  const date = new Date(`${written}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(written);
  return exists && Number(year) > 0 ? written : null;
}

const WORDS = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** A day in words, so that nobody has to guess which number is the month. */
export function dayInWords(written: string): string {
  return WORDS.format(new Date(`${written}T00:00:00Z`));
}
