import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../../harness/contract/catalog.ts';
import type { Screen, ShownResult, TimelineEntry } from '../../../harness/contract/screen.ts';
import { control, screen } from '../../testing/small-desk.ts';
import { candidates } from './candidates.ts';
import { candidateFlow, FLOW_WIDTH, flowVector } from './flow.ts';
import { flowCharts } from './flow-chart.ts';

const edges = (text: string) =>
  text.split(' ').map((edge) => {
    const [from, to] = edge.split('>');
    return { from: from!, to: to! };
  });
const button = (id: string) => ({ id, label: id, critical: false, writes: false, next: null });

const REPLIES = ['hello', 'ask_name', 'ask_day', 'offer', 'full', 'booked', 'anything_else', 'chat'];

function catalogOf(flow: string): Catalog {
  return {
    name: 'test',
    desk: { queues: [], resolutions: [], replies: [], critical: { freeText: true, transfer: true, close: true } },
    procedures: [
      {
        id: 'flight',
        title: 'Flight',
        cluster: 'flight',
        keywords: [],
        screens: [{ id: 'main', title: 'Main', forms: ['flight'], replies: REPLIES, buttons: [] }],
        forms: [{ id: 'flight', title: 'Flight', fields: [], buttons: [button('check'), button('book')] }],
        replies: REPLIES.map((id) => ({ id, text: id, critical: true })),
        flow: flow === '' ? [] : edges(flow),
      },
    ],
  };
}

const LOOSE =
  'hello>ask_name ask_name>ask_day ask_day>flight/check available>offer unavailable>full no>ask_day yes>flight/book query_success>booked booked>anything_else';
const JOINED =
  'hello>ask_name ask_name>ask_day ask_day>flight/check flight/check>available flight/check>unavailable available>offer unavailable>full offer>yes offer>no yes>flight/book no>ask_day flight/book>booked booked>anything_else';
const CONTROLS = [
  ...REPLIES.map((id) => control(`reply:${id}`, 'reply', id)),
  control('submit:flight.check', 'submit', 'Check', { form: 'flight', target: 'check' }),
  control('submit:flight.book', 'submit', 'Book', { form: 'flight', target: 'book' }),
];

function done(...names: string[]): TimelineEntry[] {
  return names.map((name) => ({
    kind: name.includes('/') ? 'submit_form' : 'send_text',
    target: name.includes('/') ? `submit_form ${name}` : `send_text ${name}`,
    values: {},
    messageCount: 0,
  }));
}

function placed(flow: string, names: string[], more: Partial<Screen> = {}) {
  const seen = screen({ controls: CONTROLS, timeline: done(...names), ...more });
  const offered = candidates(seen);
  const flows = candidateFlow(seen, offered, flowCharts(catalogOf(flow)));
  return (name: string) => flows[offered.findIndex(({ target }) => target.endsWith(` ${name}`))]!;
}

const answered = (status: string | null, total: number | null = null): Partial<Screen> => ({
  results: [{ form: 'flight', items: [], total, status, control: 'result:0', selected: false } satisfies ShownResult],
});
const said = (text: string): Partial<Screen> => ({ messages: [{ author: 'customer', text }], messageCount: 1 });

describe('flow of a candidate', () => {
  it('begins at the start and goes on to the successor of the last thing done', () => {
    expect(placed(LOOSE, [])('hello')).toMatchObject({ start: true, follows: 'directly', next: true, distance: 1 });
    const at = placed(LOOSE, ['hello', 'ask_name']);
    expect(at('ask_day')).toMatchObject({ follows: 'directly', distance: 1, beyond: 1, prepared: 1, next: true });
    expect(at('flight/check')).toMatchObject({ follows: 'no', distance: 2, next: false, prepared: 0 });
    expect(at('hello')).toMatchObject({ done: true, distance: -1 });
    expect(at('chat')).toMatchObject({ charted: true, listed: false });
  });

  it('keeps its place when something is done that the chart does not list, and passes over what is done', () => {
    expect(placed(LOOSE, ['hello', 'chat'])('ask_name')).toMatchObject({ follows: 'directly', next: true });
    expect(placed(LOOSE, ['ask_day', 'hello', 'ask_name'])('flight/check')).toMatchObject({ next: true, distance: 2 });
  });

  it.each([
    ['conditions that nothing leads to', LOOSE],
    ['conditions between the acts', JOINED],
  ])('judges %s', (_, flow) => {
    const checked = ['hello', 'ask_name', 'ask_day', 'flight/check'];
    const free = placed(flow, checked, answered('The slot is available.'));
    expect(free('offer')).toMatchObject({ follows: 'holds', condition: 'available' });
    expect(free('full')).toMatchObject({ follows: 'fails', condition: 'unavailable' });
    const taken = placed(flow, checked, answered('That time is unavailable. Try another time.'));
    expect([taken('offer').follows, taken('full').follows]).toEqual(['fails', 'holds']);
    expect(placed(flow, checked, answered(null, 0))('full').follows).toBe('holds');
    const yes = placed(flow, [...checked, 'offer'], said('Yes, please!'));
    expect([yes('flight/book').follows, yes('ask_day').follows]).toEqual(['holds', 'fails']);
    expect(placed(flow, [...checked, 'offer'], said('Hm.'))('flight/book').follows).toBe('maybe');
  });

  it('is neutral without a chart or a catalog', () => {
    const seen = screen({ controls: CONTROLS, timeline: done('hello') });
    const none = candidateFlow(seen, candidates(seen));
    expect(none.every((flow) => flowVector(flow).every((x) => x === 0))).toBe(true);
    expect(candidateFlow(seen, candidates(seen), flowCharts(catalogOf('')))).toEqual(none);
  });

  it('gives numbers of one width, in [-1, 1]', () => {
    const at = placed(LOOSE, ['hello', 'ask_name', 'ask_day', 'flight/check'], answered('Unavailable'));
    for (const name of REPLIES) {
      const vector = flowVector(at(name));
      expect(vector).toHaveLength(FLOW_WIDTH);
      for (const x of vector) expect(Math.abs(x)).toBeLessThanOrEqual(1);
    }
  });
});
