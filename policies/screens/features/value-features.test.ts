import { describe, expect, it } from 'vitest';
import type { Control } from '../../../harness/contract/control.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { control, screen } from '../../testing/small-desk.ts';
import { valueCandidates } from './value-candidates.ts';
import { VALUE_FEATURES, valueContext, valueFeatures } from './value-features.ts';

const FACTS = ['source', 'kind', 'ago', 'before', 'after', 'answers', 'value', 'shape', 'given', 'first'] as const;
type Fact = (typeof FACTS)[number];

const field = (name: string, more: Partial<Control> = {}) =>
  control(`field:flight.${name}`, 'text', name, { form: 'flight', target: name, ...more });
const name = field('name');
const city = field('city', { kind: 'select', options: ['Boston', 'Denver'] });
const customer = (...texts: string[]): Pick<Screen, 'messages'> => ({
  messages: texts.map((text) => ({ author: 'customer', text })),
});
const submitted = (...values: Record<string, string>[]): Pick<Screen, 'timeline'> => ({
  timeline: values.map((one) => ({
    kind: 'submit_form',
    target: 'submit_form flight/book',
    values: one,
    messageCount: 0,
  })),
});

/** The facts and the identity of a field's value on a screen, by its first candidate. */
function factsOf(of: Control, value: string | null, more: Partial<Screen> = {}) {
  const seen = screen(more);
  const values = valueCandidates(of, seen);
  const at = values.findIndex((one) => one.value === value);
  if (at < 0) throw new Error(`"${value}" is none of the values.`);
  const { own, identities } = valueFeatures(of, seen, values);
  const facts = Object.fromEntries(FACTS.map((fact, i) => [fact, own[at * VALUE_FEATURES + i]!]));
  return { ...(facts as Record<Fact, number>), identity: identities[at]! };
}

describe('facts of a value', () => {
  it('tell its words before and after, and what it is, apart', () => {
    const said = (text: string) => factsOf(name, 'Ben', customer(text));
    const [one, other, later, behind] = ['and Ben came', 'with Ben came', 'and so Ben came', 'and Ben went'].map(
      said,
    ) as ReturnType<typeof said>[];
    expect(one!.before).not.toBe(other!.before);
    expect(one!.after).toBe(other!.after);
    expect(one!.after).not.toBe(behind!.after);
    expect(one!.before).toBe(behind!.before);
    expect(later!.before).not.toBe(one!.before);
    expect(new Set([one, other, later, behind].map((all) => all!.value)).size).toBe(1);
  });

  it('say how long ago it was said, up to four messages', () => {
    const ago = (messages: number) => factsOf(name, 'Ben', customer('it is Ben', ...Array(messages).fill('hm'))).ago;
    expect(new Set([0, 1, 2, 3, 4].map(ago)).size).toBe(5);
    expect(ago(6)).toBe(ago(4));
  });

  it('know a value that the field was last given, not one given before or to another', () => {
    const given = (value: string, ...times: Record<string, string>[]) =>
      factsOf(city, value, submitted(...times)).given;
    const never = given('Boston');
    const last = given('Boston', { city: 'Denver' }, { city: 'Boston' });
    expect(last).toBe(given('Boston', { city: 'Boston' }, { name: 'Ben' }));
    expect(given('Boston', { name: 'Boston' })).toBe(never);
    const before = given('Boston', { city: 'Boston' }, { city: 'Denver' });
    expect(new Set([never, last, before]).size).toBe(3);
  });

  it('know the first of each source', () => {
    expect(factsOf(city, 'Boston').first).not.toBe(factsOf(city, 'Denver').first);
    expect(factsOf(city, 'Denver', customer('to Boston')).first).toBe(factsOf(city, 'Boston').first);
  });

  it('see the outline of a value, not its letters', () => {
    const shape = (value: string) => factsOf(name, value, { fields: { name: value } }).shape;
    expect(shape('Ben')).toBe(shape('Katarina'));
    expect(shape('Ben')).not.toBe(shape('ben'));
    expect(shape('A-12')).toBe(shape('A-34'));
    expect(shape('A-12')).not.toBe(shape('A-123'));
    expect(shape('a b c d e f g')).toBe(shape('h i j k l m n'));
    expect(shape('a b c d e f g')).not.toBe(shape('a b c d e f g h'));
  });

  it('name an option by its value, and what is free by its source', () => {
    expect(factsOf(city, 'Boston').identity).not.toBe(factsOf(city, 'Denver').identity);
    expect(factsOf(city, 'Boston', customer('Boston')).identity).toBe(factsOf(city, 'Boston').identity);
    const [ben, mark] = ['Ben', 'Mark'].map((value) => factsOf(name, value, { fields: { name: value } }).identity);
    expect(ben).toBe(mark);
    expect(factsOf(name, 'Ben', submitted({ name: 'Ben' })).identity).not.toBe(ben);
    expect(factsOf(name, null).identity).not.toBe(factsOf(field('other'), null).identity);
  });
});

describe('the context of a field', () => {
  const ids = (more: Partial<Screen>, of = name) => [...valueContext(of, screen(more)).ids].sort((a, b) => a - b);

  it('counts forms that were submitted, up to three, and whether the last one held the field', () => {
    const times = (count: number) => ids(submitted(...Array<Record<string, string>>(count).fill({})));
    expect(new Set([0, 1, 2, 3].map((count) => JSON.stringify(times(count)))).size).toBe(4);
    expect(times(5)).toEqual(times(3));
    const held = ids(submitted({}, { name: 'Ben' }));
    expect(held).not.toEqual(times(2));
    expect(ids(submitted({ name: 'Ben' }, {}))).toEqual(times(2));
    expect(ids(submitted({}, { name: 'Mark' }))).toEqual(held);
  });

  it('hears the last three messages of the customer, by how long ago they came', () => {
    expect(ids(customer('one', 'x', 'y', 'z'))).toEqual(ids(customer('x', 'y', 'z')));
    expect(ids(customer('x', 'y', 'z'))).not.toEqual(ids(customer('w', 'y', 'z')));
    expect(ids(customer('x', 'y'))).not.toEqual(ids(customer('y', 'x')));
    expect(ids(customer('x'), name)).not.toEqual(ids(customer('x'), city));
  });
});
