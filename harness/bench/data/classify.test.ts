import { expect, it } from 'vitest';
import type { Policy } from '../../contract/policy.ts';
import { TestDesk } from '../../engine/test-desk.ts';
import { testSession } from '../../engine/test-roles.ts';
import { classify } from './classify.ts';
import type { SplitRule } from './rule-splits.ts';

/** Proposes a reply that is named for the case and for how much was done there; nothing where nothing was done yet. */
const policy: Policy = {
  name: 'names its screen',
  provider: 'none',
  suggest: async (screens) =>
    screens.map(({ caseId, timeline: { length } }) => ({
      ranked:
        length === 0
          ? []
          : [{ action: { kind: 'send_text', reply: `${caseId} after ${length}`, text: '' }, confidence: 1 }],
    })),
  dispose: async () => undefined,
};

it('asks for what the rule tests, step by step, and keeps what is proposed beside its label', async () => {
  const steps = (['greet', 'ask', 'thank'] as const).map((reply) => {
    const action = { kind: 'send_text', reply, text: reply } as const;
    return {
      arrivals: [],
      action,
      critical: true,
      atMs: 0,
      activeMs: null,
      drafts: [],
      suggestion: null,
      result: null,
    };
  });
  const [taught, one, two] = ['s0', 's1', 's2'].map((id) => ({ ...testSession(id), steps }));
  const example = (session: string, step: number) => ({ session, step, label: `${session} at ${step}` });
  const rule = {
    text: '',
    group: null,
    train: [taught!],
    test: [two!, one!],
    examples: [example('s1', 0), example('s1', 2), example('s2', 1)],
    trainExamples: [example('s0', 1)],
  } satisfies SplitRule;
  expect(await classify(policy, rule, new TestDesk())).toEqual({
    labels: ['s2 at 1', 's1 at 0', 's1 at 2'],
    predictions: ['s2 after 1', 'no suggestion', 's1 after 2'],
  });
});
