import { describe, expect, it } from 'vitest';
import type { FormValues } from '../../../harness/contract/action.ts';
import type { Example } from '../../../harness/contract/policy.ts';
import { control, screen } from '../../testing/small-desk.ts';
import { formFields, learnVocabulary, vocabularyKey } from './vocabulary.ts';

const fields = [
  control('field:f.note', 'text', 'Note', { form: 'f', target: 'note' }),
  control('field:f.kind', 'select', 'Kind', { form: 'f', target: 'kind', options: ['a', 'b'] }),
  control('field:f.tick', 'checkbox', 'Tick', { form: 'f', target: 'tick' }),
  control('field:g.note', 'text', 'Note', { form: 'g', target: 'note' }),
  control('submit:f.send', 'submit', 'Send', { form: 'f', target: 'send' }),
  control('compose', 'compose', 'Message'),
];
const desk = screen({ controls: fields });
const noteKey = vocabularyKey(desk, fields[0]!);

/** A submission by a session. */
const sent = (session: string, values: Record<string, string>, on = desk, form = 'f'): Example => ({
  ...{ screen: on, session },
  action: { kind: 'submit_form', form, button: 'send', values: values as FormValues },
});
const times = (count: number, note: string, from = 0) =>
  Array.from({ length: count }, (_, at) => sent(`${note} ${at + from}`, { note }));

describe('the values that are often given to a field', () => {
  it('are those of three sessions at least, however often one gave it', () => {
    expect(learnVocabulary(times(3, 'late'))).toEqual({ [noteKey]: ['late'] });
    expect(learnVocabulary([...times(2, 'late'), ...times(2, 'late')])).toEqual({});
    expect(learnVocabulary([])).toEqual({});
  });

  it('are of open fields only: options and ticks stand on the screen', () => {
    const all = Array.from({ length: 4 }, (_, at) => sent(`${at}`, { note: 'x', kind: 'a', tick: 'true' }));
    expect(learnVocabulary(all)).toEqual({ [noteKey]: ['x'] });
  });

  it('stand by how many sessions gave them, then by the alphabet, and are sixteen at most', () => {
    expect(learnVocabulary([...times(3, 'b'), ...times(3, 'a'), ...times(4, 'c')])[noteKey]).toEqual(['c', 'a', 'b']);
    const names = Array.from({ length: 20 }, (_, at) => String.fromCharCode(97 + at));
    expect(learnVocabulary(names.flatMap((name) => times(3, name)))[noteKey]).toEqual(names.slice(0, 16));
  });

  it('are a field’s of one form and one procedure', () => {
    const other = screen({ controls: fields, procedure: { ...desk.procedure!, id: 'other' } });
    const found = learnVocabulary([
      ...times(3, 'here'),
      ...['1', '2', '3'].map((session) => sent(session, { note: 'there' }, other)),
      ...['1', '2', '3'].map((session) => sent(session, { note: 'else' }, desk, 'g')),
    ]);
    expect(found).toEqual({
      [noteKey]: ['here'],
      [vocabularyKey(other, fields[0]!)]: ['there'],
      [vocabularyKey(desk, fields[3]!)]: ['else'],
    });
  });

  it('come of forms alone, and of fields that were filled', () => {
    const said = times(4, 'x').map(
      ({ screen: on, session }): Example => ({ screen: on, session, action: { kind: 'close', resolution: 'x' } }),
    );
    expect(learnVocabulary([...said, ...['1', '2', '3'].map((session) => sent(session, {}))])).toEqual({});
  });
});

it('a form has its fields, and no button', () => {
  const targets = (form: string) => formFields(desk, form).map(({ target }) => target);
  expect([targets('f'), targets('g'), targets('none')]).toEqual([['note', 'kind', 'tick'], ['note'], []]);
});
