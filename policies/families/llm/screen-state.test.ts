import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { screen } from '../../testing/small-desk.ts';
import { SYSTEM_PROMPT, screenRequest, screenState } from './request.ts';
import { screenTools } from './screen-tools.ts';
import { anyScreen, HOSTILE } from './testing/any-screen.ts';

interface Body {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

const SETTINGS = { model: 'm', maxTokens: 100, seed: 1, dropped: [] };

describe('what the model is shown', () => {
  it('is procedure, controls, chat, results, fields and what was done, and nothing that names the case', () => {
    const messages = [{ author: 'customer' as const, text: 'Hello' }];
    const timeline = [
      { kind: 'submit_form' as const, target: 'submit_form flight/book', values: { name: 'Ben' }, messageCount: 1 },
    ];
    const shown = JSON.parse(
      screenState(screen({ messages, timeline, messageCount: 5, fields: { a: 'b' }, caseId: 'secret' })),
    );
    expect(shown).toMatchObject({
      procedure: { id: 'flight', title: 'Book a flight', screen: 'Flight' },
      case_fields: { a: 'b' },
      earlier_messages: 4,
      messages,
      actions: [{ action: 'submit_form flight/book', values: { name: 'Ben' }, after_messages: 1 }],
    });
    expect(shown.controls).toContainEqual({
      id: 'reply:ask_city',
      kind: 'reply',
      label: 'Which city are you flying to?',
    });
    expect(shown.controls).toContainEqual({ id: 'field:flight.name', kind: 'text', label: 'Name', required: true });
    expect(JSON.stringify(shown)).not.toContain('secret');
  });

  it.each(HOSTILE)('keeps %j in its place, with the words of no chat template spelt out', (text) => {
    const messages = [{ author: 'customer' as const, text }];
    const on = screen({ messages, subject: text, fields: { note: text } });
    const state = screenState(on);
    expect(JSON.parse(state)).toMatchObject({ messages, subject: text, case_fields: { note: text } });
    expect(state).not.toMatch(/<|\[INST|\[\/INST/);
    const body: Body = JSON.parse(screenRequest(on, screenTools(on), SETTINGS));
    expect(body.messages).toEqual([
      { role: 'system', content: SYSTEM_PROMPT },
      { role: 'user', content: state },
    ]);
    const { messages: _, ...rest } = body;
    const harmless = { ...on, messages: [{ author: 'customer' as const, text: 'Hi' }], subject: '', fields: {} };
    const { messages: __, ...expected }: Body = JSON.parse(screenRequest(harmless, screenTools(harmless), SETTINGS));
    expect(rest).toEqual(expected);
  });

  it('is read back as it was, whatever the texts', () => {
    fc.assert(
      fc.property(anyScreen, (on) => {
        const state = screenState(on);
        expect(JSON.parse(state).messages).toEqual(on.messages);
        expect(state).not.toContain('<');
      }),
      { numRuns: 300, seed: 4 },
    );
  });
});
