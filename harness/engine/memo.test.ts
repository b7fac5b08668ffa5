import { expect, it } from 'vitest';
import type { Action } from '../contract/action.ts';
import type { Critic, Proposal } from '../contract/critic.ts';
import type { Screen } from '../contract/screen.ts';
import { memoCritic, withoutMemory } from './memo.ts';
import { TestDesk } from './test-desk.ts';

function screenOf(caseId: string): Screen {
  const desk = new TestDesk();
  desk.reset({ id: caseId, case: { subject: '', fields: {} }, offered: null, opened: null });
  return desk.observe();
}
const say = (text: string): Action => ({ kind: 'send_text', reply: null, text });
const proposal = (caseId: string, ...actions: Action[]): Proposal => ({
  screen: screenOf(caseId),
  suggestion: { ranked: actions.map((action) => ({ action, confidence: 0.5 })) },
});

it('a critic that remembers scores each proposal as without memory, and is asked for each once', async () => {
  const asked: Proposal[] = [];
  const scoreOf = ({ screen, suggestion }: Proposal) => {
    const [best] = suggestion.ranked;
    const text = best?.action.kind === 'send_text' ? best.action.text : (best?.action.kind ?? '');
    return Number(`0.${screen.caseId}${text.length}`);
  };
  const critic: Critic = {
    name: 'c',
    provider: 'none',
    score: async (proposals) => {
      asked.push(...proposals);
      return proposals.map(scoreOf);
    },
    dispose: async () => undefined,
  };
  const memory = memoCritic(critic);
  const proposals = [
    ...['1', '2'].flatMap((id) => ['', 'a', 'bc'].map((text) => proposal(id, say(text)))),
    proposal('1', { kind: 'close', resolution: 'solved' }),
    proposal('1'),
  ];
  const expected = proposals.map(scoreOf);
  expect(await memory.score([...proposals, ...proposals])).toEqual([...expected, ...expected]);
  expect(await memory.score(proposals.toReversed())).toEqual(expected.toReversed());
  expect(asked).toHaveLength(proposals.length);
  await withoutMemory(memory).score(proposals.slice(0, 1));
  expect(asked).toHaveLength(proposals.length + 1);
});
