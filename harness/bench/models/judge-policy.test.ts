import { describe, expect, it } from 'vitest';
import type { Action } from '../../contract/action.ts';
import type { Example, Policy } from '../../contract/policy.ts';
import type { Screen } from '../../contract/screen.ts';
import type { Session } from '../../contract/session.ts';
import { stepKey } from '../data/model-splits.ts';
import { sameChoice, suggestAll } from './decisions.ts';
import { judgeActions, predictLabels } from './judge-policy.ts';
import { judgedSums, labelF1, labelledSessions, labelStatistic, labelSums, meanOver } from './policy-sums.ts';
import type { PolicyScore } from './score-policy.ts';
import type { SessionExamples } from './session-examples.ts';

const close = (resolution: string): Action => ({ kind: 'close', resolution });
const move = (queue: string): Action => ({ kind: 'transfer', queue });
const example = (action: Action, ...proposed: Action[]) =>
  ({ action, screen: { proposed } as unknown as Screen, session: '' }) as Example;
const byId: Record<string, Example[]> = {
  a: [
    example(close('x'), close('x'), move('q')),
    example(close('x'), close('y')),
    example(close('x'), move('q'), close('x')),
  ],
  b: [example(move('q'))],
};
const sessions = [{ id: 'a', caseKey: 'case' }, { id: 'b' }] as unknown as Session[];
const examples = {
  of: async ({ id }: Session) => byId[id] ?? [],
  same: (_: Screen, a: Action, b: Action) => JSON.stringify(a) === JSON.stringify(b),
} as unknown as SessionExamples;
const policy = {
  name: 'p',
  suggest: async (screens: readonly Screen[]) =>
    screens.map((screen) => ({
      ranked: (screen as unknown as { proposed: Action[] }).proposed.map((action) => ({ action, confidence: 0.5 })),
    })),
} as unknown as Policy;

describe('judging a policy', () => {
  it('counts the right kind and the right action of each session by its first proposals', async () => {
    const { sessions: judged, decisions } = await judgeActions(policy, sessions, examples);
    expect(judged).toEqual([
      { session: 'a', case: 'case', steps: 3, toolRight: 2, actionRight: 1 },
      { session: 'b', case: 'b', steps: 1, toolRight: 0, actionRight: 0 },
    ]);
    expect(decisions).toBe(4);
  });

  it('takes for each labelled step the best proposal that has a label', async () => {
    const labels = new Map([
      [stepKey('a', 0), 'L0'],
      [stepKey('a', 2), 'L2'],
      [stepKey('b', 0), 'L3'],
    ]);
    const labelling = {
      ...{ text: '', partial: true },
      labelOf: (action: Action) => (action.kind === 'close' ? action.resolution : null),
    };
    const { sessions: predicted, decisions } = await predictLabels(policy, sessions, examples, labels, labelling);
    expect(predicted).toEqual([
      { session: 'a', case: 'case', labels: ['L0', 'L2'], predictions: ['x', 'x'] },
      { session: 'b', case: 'b', labels: ['L3'], predictions: ['(none)'] },
    ]);
    expect(decisions).toBe(3);
  });

  it('asks for 256 screens at a time, and for an answer to each', async () => {
    const calls: number[] = [];
    const counting = {
      ...policy,
      suggest: async (some: readonly Screen[]) => {
        calls.push(some.length);
        return some.map(() => ({ ranked: [] }));
      },
    } as Policy;
    const screens = Array.from({ length: 513 }, () => ({}) as Screen);
    expect(await suggestAll(counting, screens)).toHaveLength(513);
    expect(calls).toEqual([256, 256, 1]);
    await expect(suggestAll({ ...policy, suggest: async () => [] }, screens.slice(0, 2))).rejects.toThrow(
      'Policy "p" gave 0 answers to 2 screens.',
    );
  });

  it('tells whether two choices are the same, or both none', () => {
    expect(sameChoice(close('x'), close('x'))).toBe(true);
    expect(sameChoice(close('x'), move('q'))).toBe(false);
    expect([sameChoice(undefined, null), sameChoice(null, close('x')), sameChoice(close('x'), undefined)]).toEqual([
      ...[true, false, false],
    ]);
  });
});

const score = (judged: PolicyScore['judged'], predicted: PolicyScore['predicted'], trainings = 1) =>
  ({ judged, predicted, trainings }) as unknown as PolicyScore;
const judged = [
  { session: 'a', case: 'k', steps: 4, toolRight: 3, actionRight: 2 },
  { session: 'b', case: 'k', steps: 2, toolRight: 1, actionRight: 0 },
];
const predicted = [
  { session: 'a', case: 'k', labels: ['x', 'y'], predictions: ['x', 'x'] },
  { session: 'b', case: 'm', labels: ['y'], predictions: ['y'] },
];

describe('sums of a policy', () => {
  it('are what counts, by session and case', () => {
    expect(judgedSums(score(judged, null), ({ actionRight }) => actionRight)).toEqual({
      ...{ sessions: ['a', 'b'], cases: ['k', 'k'], numerators: [2, 0], denominators: [4, 2] },
    });
    expect(judgedSums(score(judged, null, 2), ({ actionRight }) => actionRight)).toMatchObject({
      ...{ numerators: [1, 0], denominators: [2, 1] },
    });
    expect(judgedSums(score(null, null), () => 1)).toBeNull();
    expect(labelSums(score(null, predicted))).toEqual({
      ...{ sessions: ['a', 'b'], cases: ['k', 'm'], numerators: [1, 1], denominators: [2, 1] },
    });
    const none = [{ session: 'a', case: 'a', labels: [], predictions: [] }];
    expect([labelSums(score(null, none)), labelledSessions(score(null, null))]).toEqual([null, null]);
  });

  it('are a mean over splits, each counting once, where all have a figure', () => {
    const sums = (one: PolicyScore) => judgedSums(one, ({ toolRight }) => toolRight);
    const other = score([{ session: 'c', case: 'c', steps: 10, toolRight: 0, actionRight: 0 }], null);
    expect(meanOver([score(judged, null), other], sums)).toMatchObject({ estimate: 1 / 3, of: 2 });
    expect(meanOver([score(judged, null), score(null, null)], sums)).toBeNull();
    expect(meanOver([], sums)).toBeNull();
  });

  it('are the weighted F1 over all labelled steps, by case', () => {
    const { names, statistic } = labelStatistic(predicted);
    expect(names).toEqual(['k', 'k', 'm']);
    // x: precision 1/2, recall 1, weight 1/3; y: precision 1, recall 1/2, weight 2/3. F1 is 2/3 of both.
    expect(statistic([1, 1, 1])).toBeCloseTo(2 / 3);
    expect(labelF1([score(null, predicted)])).toMatchObject({ estimate: expect.closeTo(2 / 3), of: 2 });
    expect(labelF1([score(null, predicted), score(null, null)])).toBeNull();
  });
});
