import { describe, expect, it } from 'vitest';
import { control, screen } from '../../testing/small-desk.ts';
import { candidates } from '../features/candidates.ts';
import { energyOf, probabilities } from './rank.ts';
import { type SuggestionModel, suggest } from './suggest.ts';

const desk = screen({
  controls: [
    control('reply:told', 'reply', 'It goes to {city}.'),
    control('reply:ask', 'reply', 'Where to?'),
    control('field:flight.city', 'text', 'City', { form: 'flight', target: 'city', required: true }),
    control('submit:flight.book', 'submit', 'Book', { form: 'flight', target: 'book' }),
    control('close', 'close', 'Close', { options: ['done'] }),
  ],
  messages: [{ author: 'customer', text: 'I want to fly to Boston' }],
});
const bare = screen({ controls: [] });

/** Scores candidates by their targets, and the values of fields by whether they are this one. */
function modelOf(scores: Readonly<Record<string, number>>, value: string | null, temperature = 1) {
  const seen: { asked: number; fields: string[] } = { asked: 0, fields: [] };
  const model: SuggestionModel = {
    scoreActions: async (choices) => {
      seen.asked += choices.length;
      return choices.map(({ offered }) =>
        Float32Array.from(offered, ({ control: { target } }) => scores[target] ?? -9),
      );
    },
    scoreValues: async (blanks) => {
      seen.fields.push(...blanks.map(({ field }) => field.target));
      return blanks.map(({ values }) => Float32Array.from(values, (one) => (one.value === value ? 1 : 0)));
    },
    temperature,
    vocabulary: { 'flight flight city': ['Boston', 'Oslo'] },
  };
  return { model, seen };
}

describe('suggestions', () => {
  it('are ranked by their scores over the temperature, with the energy of all', async () => {
    for (const temperature of [1, 4]) {
      const { model } = modelOf({ ask: 2, close: 1 }, null, temperature);
      const [found] = await suggest([desk], model);
      const offered = candidates(desk);
      const scores = Float32Array.from(offered, ({ control: { target } }) => ({ ask: 2, close: 1 })[target] ?? -9);
      expect(found?.ranked[0]?.action).toMatchObject({ kind: 'send_text', reply: 'ask' });
      expect(found?.ranked[0]?.confidence).toBeCloseTo(Math.max(...probabilities(scores, temperature)), 6);
      expect(found?.energy).toBeCloseTo(energyOf(scores), 6);
    }
  });

  it('are none, without an energy, on a screen that offers nothing; other screens keep their places', async () => {
    const { model, seen } = modelOf({ ask: 2 }, null);
    const [first, second, third] = await suggest([bare, desk, bare], model);
    expect([first, third]).toEqual([{ ranked: [] }, { ranked: [] }]);
    expect(second?.ranked[0]?.action).toMatchObject({ reply: 'ask' });
    expect(seen.asked).toBe(1);
  });

  it('fill in the forms among the best, and leave one out that lacks what it requires', async () => {
    const { model, seen } = modelOf({ book: 5, ask: 4 }, 'Oslo');
    const [filled] = await suggest([desk], model);
    expect(filled?.ranked[0]?.action).toEqual({
      kind: 'submit_form',
      form: 'flight',
      button: 'book',
      values: { city: 'Oslo' },
    });
    expect(seen.fields).toEqual(['city']);
    const silent = screen({ ...desk, messages: [] });
    const [left] = await suggest([silent], { ...model, vocabulary: {} });
    expect(left?.ranked.map(({ action }) => action.kind)).not.toContain('submit_form');
    expect(left?.ranked[0]?.action).toMatchObject({ reply: 'ask' });
  });

  it('ask for a form’s values only where it or a message with its slot is among the best', async () => {
    const slot = modelOf({ told: 5, ask: 4 }, 'Oslo');
    const [said] = await suggest([desk], slot.model);
    expect(said?.ranked[0]?.action).toEqual({ kind: 'send_text', reply: 'told', text: 'It goes to Oslo.' });
    expect(slot.seen.fields).toEqual(['city']);
    const plain = screen({
      ...desk,
      controls: desk.controls.filter(({ target }) => target === 'ask' || target === 'close'),
    });
    const none = modelOf({ ask: 4 }, null);
    await suggest([plain], none.model);
    expect(none.seen.fields).toEqual([]);
  });
});
