import { describe, expect, it } from 'vitest';
import type { ChatMessage, Screen, TimelineEntry } from '../../../harness/contract/screen.ts';
import { control, screen } from '../../testing/small-desk.ts';
import { customerMessages, placeOfValue, valueCandidates } from './value-candidates.ts';

const name = control('field:flight.name', 'text', 'Name', { form: 'flight', target: 'name' });
const city = control('field:flight.city', 'select', 'City', {
  form: 'flight',
  target: 'city',
  options: ['Boston', 'Denver'],
});
const extras = control('field:flight.extras', 'multiselect', 'Extras', {
  form: 'flight',
  target: 'extras',
  options: ['Bag', 'Meal', 'Seat'],
});

const say = (text: string): ChatMessage => ({
  author: text.startsWith('>') ? 'desk' : 'customer',
  text: text.replace('>', ''),
});
const entry = (target: string, messageCount: number, values: Record<string, string> = {}): TimelineEntry => ({
  kind: 'click_control',
  target,
  values,
  messageCount,
});

describe('the customer’s messages', () => {
  /** What was done last when each message came, newest first. */
  const answered = (texts: readonly string[], timeline: readonly TimelineEntry[], unseen = 0) =>
    customerMessages(
      screen({ messages: texts.map(say), messageCount: texts.length + unseen, timeline: [...timeline] }),
    ).map(({ answers }) => answers);

  it('answer what was done last before them', () => {
    const texts = ['hello', '>who?', 'Ben', 'and fast'];
    expect(answered(texts, [entry('greet', 1), entry('look', 3)])).toEqual(['look', 'greet', '']);
    expect(answered(texts, [entry('greet', 1), entry('look', 2)])).toEqual(['look', 'look', '']);
    expect(answered(texts, [entry('early', 0), entry('late', 4)])).toEqual(['early', 'early', 'early']);
  });

  it('answer the same where earlier messages are no more shown', () => {
    const texts = ['hello', '>who?', 'Ben', 'and fast'];
    const later = [entry('greet', 41), entry('look', 43)];
    expect(answered(texts, later, 40)).toEqual(['look', 'greet', '']);
  });

  it('are the last twelve, newest first, without the desk’s', () => {
    const texts = Array.from({ length: 28 }, (_, at) => `${at % 2 === 0 ? '' : '>'}${at}`);
    const heard = customerMessages(screen({ messages: texts.map(say) })).map(({ text }) => text);
    expect(heard).toEqual(Array.from({ length: 12 }, (_, at) => String(26 - 2 * at)));
  });
});

describe('values for a field', () => {
  const found = (field: typeof name, more: Partial<Screen>, common: readonly string[] = []) =>
    valueCandidates(field, screen(more), common).map(({ value, source, ago }) => `${value} ${source} ${ago}`);

  it('are empty, what was mentioned, what the case knows, its options; each once, by where it was first found', () => {
    const messages = ['to Denver', '>or?', 'boston then'].map(say);
    expect(found(city, { messages })).toEqual(['null none -1', 'Boston mentioned 0', 'Denver mentioned 1']);
    expect(found(city, {})).toEqual(['null none -1', 'Boston option -1', 'Denver option -1']);
  });

  it('hold several options at once only where a field takes several', () => {
    const messages = ['a meal and a bag'].map(say);
    expect(found(extras, { messages })[1]).toMatch(/^Bag.+Meal several 0$/);
    expect(found({ ...extras, kind: 'select' }, { messages }).filter((one) => one.includes('several'))).toEqual([]);
  });

  it('are what was given, then what the case holds, then what results say, the newest of each first', () => {
    const results = ['R1', 'R2'].map((value, at) => ({
      form: 'flight',
      items: [{ name: value }],
      total: 1,
      status: null,
      control: `result:${at}`,
      selected: false,
    }));
    const timeline = [entry('a', 0, { name: 'G1' }), entry('b', 0, { name: 'G2', city: 'Denver' })];
    expect(found(name, { results, timeline, fields: { name: 'C', other: 'O' } }, ['X', 'G1'])).toEqual([
      'null none -1',
      'G2 given -1',
      'G1 given -1',
      'C case -1',
      'R2 result -1',
      'R1 result -1',
      'X common -1',
    ]);
  });

  it('are only such as the field takes', () => {
    expect(found(city, { fields: { city: 'Paris' } }, ['Rome'])).toEqual(found(city, {}));
    const box = control('field:flight.box', 'checkbox', 'Box', { form: 'flight', target: 'box' });
    expect(found(box, { messages: [say('true, it is 4 pm')] })).toEqual(['null none -1', 'true option -1']);
  });

  it('are found again by what is the same value for the field; what was left empty is the first', () => {
    const values = valueCandidates(city, screen());
    expect(placeOfValue(city, values, undefined)).toBe(0);
    expect(placeOfValue(city, values, 'Denver')).toBe(2);
    expect(placeOfValue(city, values, 'Rome')).toBe(-1);
  });
});
