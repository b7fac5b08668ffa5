import fc from 'fast-check';
import type { Actor, Arrival } from '../../../harness/contract/environment.ts';
import { cleanText } from '../../../harness/contract/text.ts';

/**
 * One thing to try on a desk, whatever its catalog: numbers and texts that are turned into an action
 * on the screen that is then there, so that a failing sequence still shrinks.
 */
export type Move =
  | { readonly kind: 'act' | 'break'; readonly pick: number; readonly texts: readonly string[]; readonly actor: Actor }
  | { readonly kind: 'arrive'; readonly arrivals: readonly Arrival[] };

const NASTY = [
  '<img src=x onerror="alert(1)">',
  '</script><script>alert(1)</script>',
  '&lt;b&gt; &amp; &nbsp;',
  '"quotes" \'and\' `ticks` \\ back',
  '{name} {{x}} %s %n',
  'שלום עולם, مرحبا',
  '👩‍👩‍👧‍👦 🎉 e\u0301 ﬁ Å',
  ' outer  and   inner\u00a0spaces ',
  'line one\nline two\n\n\tindented\n',
  'a | b',
  '=1+1',
  'x'.repeat(3000),
];

/** Texts that have gone wrong somewhere before, and random ones; clean, never empty. */
const chatText: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
    { weight: 3, arbitrary: fc.string({ minLength: 1, maxLength: 40 }) },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }) },
    { weight: 1, arbitrary: fc.lorem({ maxCount: 60 }) },
  )
  .map(cleanText)
  .filter((text) => text !== '');

const line = chatText.map((text) => text.replace(/[\t\n]+/g, ' ')).filter((text) => text !== '');
const key = fc
  .oneof(fc.constantFrom('Name', 'Start Day (1 - 31)', '7', 'a"b', '<b>'), fc.stringMatching(/^[A-Za-z][\w -]{0,8}\w$/))
  .filter((id) => !['__proto__', 'constructor', 'prototype'].includes(id));

const arrival: fc.Arbitrary<Arrival> = fc.oneof(
  { weight: 3, arbitrary: chatText.map((text) => ({ kind: 'message' as const, text })) },
  {
    weight: 2,
    arbitrary: fc
      .record({
        form: key,
        items: fc.array(fc.dictionary(key, chatText, { maxKeys: 4, noNullPrototype: true }), { maxLength: 2 }),
        total: fc.option(fc.nat(1000)),
        status: fc.option(fc.oneof(line, fc.constant(''))),
      })
      .map((result) => ({ kind: 'result' as const, result })),
  },
);

const actor = fc.constantFrom<Actor>('operator', 'automation');
const texts = fc.array(chatText, { minLength: 1, maxLength: 6 });

/** Sequences of moves: mostly legal actions of every kind, some that the screen does not offer, some arrivals. */
export function randomMoves(maxLength = 14): fc.Arbitrary<Move[]> {
  return fc.array(
    fc.oneof(
      { weight: 7, arbitrary: fc.record({ kind: fc.constant('act' as const), pick: fc.nat(), texts, actor }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('break' as const), pick: fc.nat(), texts, actor }) },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('arrive' as const),
          arrivals: fc.array(arrival, { minLength: 1, maxLength: 3 }),
        }),
      },
    ),
    { minLength: 1, maxLength },
  );
}
