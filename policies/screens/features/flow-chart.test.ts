import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../../harness/contract/catalog.ts';
import { type FlowChart, flowCharts, readCharts, storedCharts, storedChartsSchema } from './flow-chart.ts';

const REPLIES = ['hello', 'ask', 'offer', 'told', 'bye'];

/** The chart of `a>b b>c`; null where there is none. */
function chartOf(flow: string): FlowChart | null {
  const button = (id: string) => ({ id, label: id, critical: false, writes: false, next: null });
  const catalog: Catalog = {
    name: 'test',
    desk: { queues: [], resolutions: [], replies: [], critical: { freeText: true, transfer: true, close: true } },
    procedures: [
      {
        id: 'one',
        title: 'One',
        cluster: 'one',
        keywords: [],
        screens: [{ id: 'main', title: 'Main', forms: ['f'], replies: REPLIES, buttons: [] }],
        forms: [{ id: 'f', title: 'F', fields: [], buttons: [button('go')] }],
        replies: REPLIES.map((id) => ({ id, text: id, critical: true })),
        flow: flow.split(' ').flatMap((edge) => {
          const [from, to] = edge.split('>');
          return from && to ? [{ from, to }] : [];
        }),
      },
    ],
  };
  return flowCharts(catalog).get('one') ?? null;
}

/** Its steps in words, in order: `ask -yes-> offer`. */
function stepsOf({ nodes, steps }: FlowChart): string[] {
  const names = [...nodes.keys()].map((target) => target.split(' ').at(-1));
  return steps
    .flatMap((list, from) =>
      list.map(({ to, condition }) => `${names[from]} -${condition === null ? '' : `${condition}-`}> ${names[to]}`),
    )
    .sort();
}

const startOf = ({ nodes, start }: FlowChart) => [...nodes.keys()][start];

describe('a flow chart', () => {
  it.each([
    ['ask>offer hello>ask', 'hello'],
    ['offer>bye ask>offer hello>offer', 'ask'],
    ['ask>offer offer>ask', 'ask'],
    ['offer>offer hello>ask', 'hello'],
    ['query_success>told hello>ask', 'hello'],
    ['yes>offer hello>ask ask>f/go', 'hello'],
  ])('begins at the first named one that nothing leads to: %s', (flow, start) => {
    expect(startOf(chartOf(flow)!)).toBe(`send_text ${start}`);
  });

  it('puts conditions onto the steps through them, the last one on the way', () => {
    expect(stepsOf(chartOf('ask>yes yes>sure sure>offer ask>no no>bye')!)).toEqual([
      'ask -no-> bye',
      'ask -sure-> offer',
    ]);
  });

  it('puts a condition that nothing leads to behind forms where it is an outcome, behind replies where it is an answer', () => {
    expect(stepsOf(chartOf('ask>f/go query_success>told yes>bye')!)).toEqual([
      'ask -> f/go',
      'f/go -query_success-> told',
      'told -yes-> bye',
    ]);
  });

  it('leads through a ring of conditions and back once', () => {
    expect(stepsOf(chartOf('ask>yes yes>no no>yes no>bye')!)).toEqual(['ask -no-> bye']);
  });

  it('counts the fewest steps from node to node, and none where no way leads', () => {
    const { distances, depths, nodes, before } = chartOf('hello>ask ask>offer hello>offer offer>bye')!;
    expect([...nodes.keys()].map((name) => name.split(' ')[1])).toEqual(['hello', 'ask', 'offer', 'bye']);
    expect(distances.map((row) => [...row])).toEqual([
      [0, 1, 1, 2],
      [-1, 0, 1, 2],
      [-1, -1, 0, 1],
      [-1, -1, -1, 0],
    ]);
    expect([...depths]).toEqual([0, 1, 1, 2]);
    expect(before).toEqual([[], [0], [0, 1], [2]]);
  });

  it('is none where no name of the flow is an act', () => {
    expect(chartOf('')).toBeNull();
    expect(chartOf('yes>no')).toBeNull();
  });

  it('is the same from a file, whose steps lead to nodes that are there', () => {
    const charts = new Map([['one', chartOf('ask>yes yes>offer ask>f/go f/go>bye')!]]);
    const stored = storedCharts(charts);
    expect(readCharts(storedChartsSchema.parse(JSON.parse(JSON.stringify(stored))))).toEqual(charts);
    for (const wrong of [{ start: 4 }, { steps: [] }, { steps: [[{ to: 4, condition: null }], [], [], []] }])
      expect(storedChartsSchema.safeParse({ one: { ...stored.one, ...wrong } }).success).toBe(false);
  });
});
