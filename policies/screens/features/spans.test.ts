import { describe, expect, it } from 'vitest';
import { control } from '../../testing/small-desk.ts';
import { mentionedOptions } from './mentions.ts';
import { type SpanKind, spansOf } from './spans.ts';

function values(text: string, kind: SpanKind): string[] {
  return spansOf(text).flatMap((span) => (span.kind === kind ? [span.value] : []));
}

describe('spansOf', () => {
  it.each<[string, SpanKind, string[]]>([
    ['Hi, my name is Alexis and I need a flight', 'name', ['Alexis']],
    ["I'm ben", 'name', ['ben']],
    ['my name is Katarina Miller.', 'name', ['Katarina Miller']],
    ['My PIN is 9503, account 84318921431', 'number', ['9503', '84318921431']],
    ['a table for six', 'number', ['6']],
    ['at 2pm or 10:30 p.m.', 'time', ['2 pm', '10:30 pm']],
    ['born 03/16/1929', 'date', ['1929-03-16']],
    ['on 2024-05-06', 'date', ['2024-05-06']],
    ['the 4th of May 2021', 'date', ['2021-05-04']],
    ['write to jane.doe@example.org please', 'email', ['jane.doe@example.org']],
    ['It was "Toleman".', 'quoted', ['Toleman']],
    ["Yes, it's the Forbes Avenue one.", 'answer', ['the Forbes Avenue one']],
  ])('%s: %s', (text, kind, expected) => {
    expect(values(text, kind)).toEqual(expected);
  });

  it('tells the words around a span', () => {
    const span = spansOf('leave on 4 then').find(({ kind }) => kind === 'number');
    expect(span).toMatchObject({ before: 'on', after: 'then' });
    for (const text of ['My name is Bob', 'My name is Bob \n'])
      expect(spansOf(text).find(({ kind }) => kind === 'answer')).toMatchObject({
        value: 'Bob',
        before: 'is',
        after: '',
      });
  });
});

describe('mentionedOptions', () => {
  const mentioned = (options: string[], text: string) =>
    mentionedOptions(control('field:f.x', 'select', 'X', { options }), text).map((index) => options[index]);

  it('finds options whatever their case and spacing, and prefers the longest reading', () => {
    expect(mentioned(['5 pm', '2 pm'], 'at 2PM')).toEqual(['2 pm']);
    expect(mentioned(['West', 'North West'], 'in the north-west')).toEqual(['North West']);
    expect(mentioned(['TrainStation', 'Park'], 'near the train station')).toEqual(['TrainStation']);
    expect(mentioned(['Parking'], 'a park')).toEqual([]);
  });
});
