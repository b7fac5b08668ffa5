import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Control } from '../../../harness/contract/control.ts';
import type { ChatMessage, Screen, ShownResult, TimelineEntry } from '../../../harness/contract/screen.ts';
import { proposalFeatures } from '../../critics/support/features.ts';
import { bucketOf, packItems } from '../../networks/ranker/pack.ts';
import {
  CANDIDATE_FEATURES,
  type CandidateFeatures,
  candidateFeatures,
} from '../../screens/features/candidate-features.ts';
import { candidates } from '../../screens/features/candidates.ts';
import { chartOf, type FlowCharts } from '../../screens/features/flow-chart.ts';
import type { Named } from '../../screens/features/named.ts';
import { LABEL_WORDS } from '../../screens/features/offer.ts';
import { blanksOf } from '../../screens/suggesting/fill-forms.ts';
import { control, screen } from '../../testing/small-desk.ts';
import { actionItem, valueItem } from './examples.ts';
import { ACTION_RANKER, VALUE_RANKER } from './settings.ts';

// What is worked out once for parts that screens share must come to the same as when nothing is shared.

const targets = ['send_text ask_name', 'send_text ask_city', 'submit_form flight/book', 'send_text confirm'];
const charts: FlowCharts = new Map([
  [
    'flight',
    chartOf(
      targets,
      [
        [{ to: 1, condition: null }],
        [{ to: 2, condition: null }],
        [
          { to: 3, condition: 'booking succeeded' },
          { to: 0, condition: 'no flight found' },
        ],
        [],
      ],
      0,
    ),
  ],
]);

const COMMON = [
  control('procedure:flight', 'procedure', 'Book a flight'),
  control('procedure:refund', 'procedure', 'Refund a flight'),
  control('close', 'close', 'Close', { options: ['resolved', 'flight cancelled'] }),
];
const PLACES: readonly { readonly id: string; readonly controls: readonly Control[] }[] = [
  { id: 'flight', controls: [...screen().controls, ...COMMON] },
  {
    id: 'refund',
    controls: [
      ...COMMON,
      control('reply:ask_city', 'reply', 'Which city was your flight to, please?'),
      control('button:skip', 'button', 'Skip', { enabled: false }),
      control('field:refund.tier', 'radio', 'Tier', { form: 'refund', target: 'tier', options: ['gold', 'New York'] }),
      control('submit:refund.pay', 'submit', 'Pay', { form: 'refund', target: 'pay' }),
    ],
  },
];
const WITH_RESULT = PLACES.map(({ controls }) => [...controls, control('result:0', 'result', 'Use this result')]);
const TEXTS = ['Which flight, please?', 'My name is Ben', 'a flight to New York!', 'gold, yes', 'no', 'Sorry, 12345'];

const event = fc.record({
  what: fc.constantFrom('act', 'act', 'say', 'answer', 'result', 'select'),
  pick: fc.nat({ max: 20 }),
});

/** Screens of one case, which share what did not change. */
function screensOf(events: readonly { readonly what: string; readonly pick: number }[]): Screen[] {
  let at = 0;
  let messages: readonly ChatMessage[] = [];
  let results: readonly ShownResult[] = [];
  let timeline: readonly TimelineEntry[] = [];
  return events.map(({ what, pick }) => {
    const { id } = PLACES[at]!;
    const controls = results.length > 0 ? WITH_RESULT[at]! : PLACES[at]!.controls;
    const procedure = { id, title: id, screen: 'main', screenTitle: id };
    const seen = screen({ procedure, controls, messages, results, timeline });
    const offered = candidates(seen);
    const { kind, target } = offered[pick % offered.length]!;
    const text = TEXTS[pick % TEXTS.length]!;
    if (what === 'act') {
      const values: Record<string, string> = kind === 'submit_form' ? { city: 'New York' } : {};
      timeline = [...timeline, { kind, target, values, messageCount: messages.length }];
    } else if (what === 'select') at = pick % 2;
    else if (what === 'result') {
      const items = pick % 3 === 0 ? [] : [{ city: 'New York', gate: `B${pick}` }];
      const status = pick % 2 === 0 ? 'Booking succeeded' : null;
      results = [{ form: 'flight', items, total: items.length, status, control: 'result:0', selected: pick > 10 }];
    } else messages = [...messages, { author: what === 'say' ? 'customer' : 'desk', text }];
    return seen;
  });
}

/** All that a policy and a critic read off a screen, byte for byte. */
function read(seen: Screen, named: Named | undefined): string[] {
  const offered = candidates(seen);
  const item = actionItem(seen, offered, named ? { charts, named } : { charts });
  const action = { kind: 'click_control', control: offered[0]!.control.id } as const;
  const { ids, weights } = proposalFeatures({ screen: seen, suggestion: { ranked: [{ action, confidence: 0.7 }] } });
  const values = blanksOf(seen, seen.procedure!.id, {}).map(valueItem);
  const packed = [
    packItems([item], 1, bucketOf(item), ACTION_RANKER.shape),
    ...values.map((value) => packItems([value], 1, bucketOf(value), VALUE_RANKER.shape)),
  ];
  return [...packed.flatMap((feeds) => Object.values(feeds).map(({ data }) => data)), ids, weights].map(bytesOf);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

it('reads the same off screens that share their parts as off copies that share nothing, in whatever order', () => {
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 15 }), fc.boolean(), (events, all) => {
      const named = all ? undefined : (name: string) => !/refund|city|result/.test(name);
      const seen = screensOf(events);
      const shared = seen.map((one) => read(one, named));
      for (const [at, one] of [...seen.entries()].reverse()) {
        const alone = read(structuredClone(one), named && ((name) => named(name)));
        expect(alone).toEqual(shared[at]);
      }
    }),
    { numRuns: 60 },
  );
});

it('says the same of a candidate whatever else is offered beside it, its place on the screen aside', () => {
  const order = 4;
  const row = ({ own, identities, words }: CandidateFeatures, at: number) =>
    [
      ...[...own.slice(at * CANDIDATE_FEATURES, (at + 1) * CANDIDATE_FEATURES)].toSpliced(order, 1),
      identities[at],
      ...words.slice(at * LABEL_WORDS, (at + 1) * LABEL_WORDS),
    ].join(' ');
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 12 }), (events) => {
      const seen = screensOf(events).at(-1)!;
      const known = { charts, named: (name: string) => !/refund|city|result/.test(name) };
      const offered = candidates(seen);
      const all = candidateFeatures(seen, offered, known);
      for (const [at, candidate] of offered.entries())
        expect(row(candidateFeatures(seen, [candidate], known), 0)).toBe(row(all, at));
    }),
    { numRuns: 60 },
  );
});
