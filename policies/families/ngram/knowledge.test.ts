import { expect, it } from 'vitest';
import { screen } from '../../testing/small-desk.ts';
import { learnKnowledge } from './knowledge.ts';

const reply = (id: string) => screen().controls.find((control) => control.id === `reply:${id}`)!;
const at = (procedure: string | null, replies: readonly string[], done: readonly string[] = []) => ({
  screen: screen({
    procedure: procedure === null ? null : { id: procedure, title: '', screen: 'main', screenTitle: '' },
    controls: replies.map(reply),
    timeline: done.map((target) => ({ kind: 'send_text' as const, target, values: {}, messageCount: 0 })),
  }),
  action: { kind: 'close', resolution: '' } as const,
  session: 's',
});

it('knows what was offered, done or open anywhere, and what under one procedure only', () => {
  const { seen, local, charts } = learnKnowledge(
    [
      at('flight', ['ask_name', 'ask_city'], ['send_text hello']),
      at('flight', ['ask_name'], ['send_text bye']),
      at('room', ['ask_name', 'confirm'], ['send_text bye']),
      at(null, ['confirm']),
    ],
    undefined,
  );
  const only = ['send_text ask_city', 'send_text hello', 'procedure flight', 'procedure room', 'procedure '];
  const several = ['send_text ask_name', 'send_text confirm', 'send_text bye'];
  expect([...seen].sort()).toEqual([...only, ...several].sort());
  expect([...local].sort()).toEqual(only.sort());
  expect(charts.size).toBe(0);
});
