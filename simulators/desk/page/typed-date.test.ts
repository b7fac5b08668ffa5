import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits } from '../../../harness/contract/legal.ts';
import { dayInWords, typedDay } from './typed-date.ts';

describe('typedDay', () => {
  it.each([
    ['1996-03-09', '1996-03-09'],
    [' 1996-3-9 ', '1996-03-09'],
    ['9.3.1996', '1996-03-09'],
    ['09. 03. 1996', '1996-03-09'],
    ['3/9/1996', '1996-03-09'],
    ['13/4/1996', '1996-04-13'],
    ['9 March 1996', '1996-03-09'],
    ['9th mar 1996', '1996-03-09'],
    ['March 9, 1996', '1996-03-09'],
    ['29.2.2024', '2024-02-29'],
  ])('reads %s', (typed, day) => expect(typedDay(typed)).toBe(day));

  it.each(['', '60309-12-09', '29.2.2023', '31.4.2024', '9.3.96', '13/13/1996', '0000-01-01', '9 Ma 1996', 'tomorrow'])(
    'takes “%s” for no day',
    (typed) => expect(typedDay(typed)).toBeNull(),
  );

  it('gives only what a date field can hold, and reads its own writing', () => {
    const days = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (date) => {
        const written = date.toISOString().slice(0, 10);
        const [year = '', month = '', day = ''] = written.split('-');
        const typed = [written, `${day}.${month}.${year}`, `${month}/${day}/${year}`];
        for (const text of typed) expect(typedDay(text)).toBe(written);
        expect(fits({ kind: 'date', options: [] }, written)).toBe(true);
      }),
      { seed: 1 },
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = typedDay(text);
        expect(read === null || fits({ kind: 'date', options: [] }, read)).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it('reads every day in words, whichever comes first', () => {
    const days = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (date) => {
        const written = date.toISOString().slice(0, 10);
        const [day, month = '', year] = dayInWords(written).split(' ');
        for (const text of [
          `${day} ${month} ${year}`,
          `${month} ${day}, ${year}`,
          `${month.slice(0, 3)} ${day}th ${year}`,
        ])
          expect(typedDay(text)).toBe(written);
      }),
      { seed: 1 },
    );
    expect([typedDay('1 ju 2020'), typedDay('1 a 2020')]).toEqual([null, null]);
  });

  it('says a day in words', () => expect(dayInWords('1996-03-09')).toBe('9 March 1996'));
});
