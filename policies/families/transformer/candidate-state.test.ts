import { expect, it } from 'vitest';
import type { Screen, TimelineEntry } from '../../../harness/contract/screen.ts';
import { candidates } from '../../screens/features/candidates.ts';
import { type CandidateFlow, FLOW_WIDTH, flowVector } from '../../screens/features/flow.ts';
import { control, screen } from '../../testing/small-desk.ts';
import { candidateState, FEATURES } from './candidate-state.ts';

const entry = (target: string): TimelineEntry => ({ kind: 'send_text', target, values: {}, messageCount: 0 });
const reply = control('reply:ask', 'reply', 'Which city please');

/** The candidate's own numbers, rounded. */
function own(more: Partial<Screen>, at = 0): number[] {
  const seen = screen({ controls: [reply, control('reply:other', 'reply', 'Thanks')], ...more });
  const state = candidateState(seen, candidates(seen));
  expect(state).toHaveLength(candidates(seen).length * FEATURES);
  expect([...state.slice(at * FEATURES, at * FEATURES + FLOW_WIDTH)]).toEqual(Array(FLOW_WIDTH).fill(0));
  return [...state.slice(at * FEATURES + FLOW_WIDTH, (at + 1) * FEATURES)].map((value) => Number(value.toFixed(4)));
}

it.each<[string, string[], number[]]>([
  ['never done', [], [0, 0, 0, 0, 0]],
  ['done just now', ['send_text ask'], [1, 0.3333, 1, 0, 1]],
  ['done one before', ['send_text ask', 'close'], [1, 0.3333, 0, 1, 0.5]],
  ['done two before, twice', ['send_text ask', 'send_text ask', 'close', 'close'], [1, 0.6667, 0, 0, 0.3333]],
  ['done four times', Array(4).fill('send_text ask'), [1, 1, 1, 0, 1]],
])('how often and how long ago: %s', (_, done, numbers) => {
  expect(own({ timeline: done.map(entry) }).slice(0, 5)).toEqual(numbers);
});

it('how much of its words the customer said since the desk last wrote', () => {
  const said = (...messages: [author: 'customer' | 'desk', text: string][]) =>
    own({ messages: messages.map(([author, text]) => ({ author, text })) })[5];
  expect(said()).toBe(0);
  expect(said(['customer', 'city'])).toBeCloseTo(1 / 3, 4);
  expect(said(['customer', 'PLEASE'], ['customer', 'a city'])).toBeCloseTo(2 / 3, 4);
  expect(said(['customer', 'please'], ['desk', 'which'], ['customer', 'city'])).toBeCloseTo(1 / 3, 4);
  expect(said(['customer', 'please'], ['desk', 'which'])).toBe(0);
});

it('which result it takes, whether that is the newest, and whether it was taken', () => {
  const result = (at: number, selected: boolean) => ({
    ...{ form: 'f', items: [{ a: 'b' }], total: 1, status: null },
    ...{ control: `result:${at}`, selected },
  });
  const controls = [control('result:0', 'result', 'One'), control('result:1', 'result', 'Two'), reply];
  const more = { controls, results: [result(0, true), result(1, false)] };
  expect(own(more, 0).slice(6)).toEqual([0, 1, 1]);
  expect(own(more, 1).slice(6)).toEqual([1, 1, 0]);
  expect(own(more, 2).slice(6)).toEqual([0, 0, 0]);
});

it('a place in the flow as numbers', () => {
  const flow: CandidateFlow = {
    ...{
      charted: true,
      listed: true,
      start: true,
      follows: 'holds' as const,
      condition: 'yes',
      distance: 2,
      beyond: 1,
    },
    ...{ prepared: 0.5, done: true, next: true },
  };
  expect(flowVector(flow)).toEqual([1, 0, 1, 0, 1, 0, 0, 1, 1, 1 / 3, 1, 0.25, 1, 0.5, 1, 1]);
  const unlisted = { ...flow, listed: false, start: false, follows: 'no', condition: null, distance: -1 } as const;
  expect(flowVector({ ...unlisted, beyond: -2, prepared: 0, done: false, next: false })).toEqual([
    ...[1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.5, 0, 0, 0, 0],
  ]);
  for (const [at, follows] of (['directly', 'holds', 'maybe', 'fails'] as const).entries())
    expect(flowVector({ ...flow, follows }).indexOf(1, 3)).toBe(3 + at);
  expect(flowVector({ ...flow, distance: 0 }).slice(8, 11)).toEqual([1, 1, 0]);
});
