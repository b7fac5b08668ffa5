import { expect, it } from 'vitest';
import { candidates } from '../../screens/features/candidates.ts';
import { control, screen } from '../../testing/small-desk.ts';
import { rankedSuggestion } from './ranked-suggestion.ts';

/** What the one form is filled in with after the customer's message. */
function filled(text: string, ...fields: (readonly [label: string, required: boolean])[]) {
  const controls = [
    ...fields.map(([label, required]) =>
      control(`field:trip.${label}`, 'text', label, { form: 'trip', target: label, required }),
    ),
    control('submit:trip.book', 'submit', 'Book', { form: 'trip', target: 'book' }),
  ];
  const seen = screen({ controls, messages: [{ author: 'customer', text }] });
  const offered = candidates(seen);
  const book = offered.map(({ control: { kind } }) => (kind === 'submit' ? 1 : 0));
  const [best] = rankedSuggestion(seen, offered, book);
  return best?.action.kind === 'submit_form' ? best.action.values : null;
}

it('fills a field with what suits it; one that nothing suits stays empty where it may', () => {
  expect(filled('Write to jane@example.org', ['email', false])).toEqual({ email: 'jane@example.org' });
  expect(filled('It is fine', ['email', false])).toEqual({});
  expect(filled('It is fine', ['email', true])).toEqual({ email: expect.any(String) });
  expect(filled('', ['email', true])).toBeNull();
});
