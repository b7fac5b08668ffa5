import { describe, expect, it } from 'vitest';
import { screen } from '../../testing/small-desk.ts';
import { type Blank, fillForms } from './fill-forms.ts';

const seen = screen({ messages: [{ author: 'customer', text: 'My name is Ben, to Boston please' }] });

/** Scores each value of a field by name; what is not named comes last. */
const scoring =
  (wanted: Readonly<Record<string, Readonly<Record<string, number>>>>) => async (blanks: readonly Blank[]) =>
    blanks.map(({ field, values }) =>
      Float32Array.from(values, ({ value }) => wanted[field.target]?.[String(value)] ?? -9),
    );

async function filled(wanted: Readonly<Record<string, Readonly<Record<string, number>>>>) {
  const [forms] = await fillForms([{ screen: seen, forms: ['flight'] }], {}, scoring(wanted));
  return forms?.get('flight');
}

describe('a form filled in', () => {
  it('has the best value of each field, and of a required one the best that is a value', async () => {
    const form = await filled({ name: { null: 3, Ben: 2 }, city: { Boston: 2, null: 1 } });
    expect(form?.values).toEqual({ name: 'Ben', city: 'Boston' });
  });

  it('is known only so far as a value is likelier than none, whatever the form requires', async () => {
    expect((await filled({ name: { null: 3, Ben: 2 }, city: { Boston: 2, null: 1 } }))?.known).toEqual({
      city: 'Boston',
    });
    expect((await filled({ name: { null: 1, Ben: 2 }, city: { Boston: 0, null: 1 } }))?.known).toEqual({ name: 'Ben' });
  });

  it('leaves a field empty that need not be filled, where none of its values is likelier than none', async () => {
    expect((await filled({ name: { Ben: 2 }, city: { Boston: 0, null: 1 } }))?.values).toEqual({ name: 'Ben' });
  });

  it('is none where a required field has no value that it could take', async () => {
    const empty = { ...seen, messages: [], messageCount: 0 };
    const [forms] = await fillForms([{ screen: empty, forms: ['flight'] }], {}, scoring({}));
    expect(forms?.get('flight')?.values).toBeNull();
  });

  it('keeps its own scores beside other forms and screens', async () => {
    const other = { ...seen, messages: [{ author: 'customer' as const, text: 'I am Jane, to Denver' }] };
    const scores = scoring({ name: { Ben: 1, Jane: 1 }, city: { Boston: 0, Denver: 0 } });
    const wanted = [seen, other].map((one) => ({ screen: one, forms: ['flight'] }));
    const cities = (
      await fillForms(wanted, {}, async (blanks) => {
        const own = await scores(blanks);
        // Of the second screen the last city is the best.
        return own.map((row, at) => (at === 3 ? row.map((_, place) => place) : row));
      })
    ).map((forms) => forms.get('flight')?.values?.city);
    expect(cities[0]).not.toBe(cities[1]);
  });
});
