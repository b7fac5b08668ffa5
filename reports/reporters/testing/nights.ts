import fc from 'fast-check';
import { NIGHT_VERDICTS, type Night, type NightCheck, TIERS, verdictOfAll } from '../../nightly/night.ts';

const CHECK: NightCheck = {
  metric: 'goal_reached',
  title: 'Goal reached',
  cell: 'gated, α 0.05 β 0.2',
  tier: 'must',
  verdict: 'PASS',
  sentence: 'Every session adds the same in both runs.',
  unit: 'share',
  base: 0.713,
  next: 0.713,
  difference: { estimate: 0, low: -0.004, high: 0.004 },
  margin: 0.02,
  sessions: 600,
  clusters: 'sessions',
  sessionsToDecide: null,
  worse: 0,
  better: 0,
  flips: [],
};

/** A check that differs from one that passed in what is given. */
export const checkWith = (changes: Partial<NightCheck>): NightCheck => ({ ...CHECK, ...changes });

/** A night of these checks. */
export function nightOf(checks: readonly NightCheck[], changes: Partial<Night> = {}): Night {
  return {
    format: 'deskbench-night',
    version: 1,
    verdict: verdictOfAll(checks),
    headline: 'Goal reached fell by 5.2 points, and 2.0 are allowed.',
    base: 'out/last-night',
    next: 'out/nightly',
    command: 'pnpm bench regress out/nightly --baseline out/last-night --rules nightly.json',
    startedAt: '2026-03-01T02:00:00.000Z',
    seconds: 125.4,
    findings: ['Suggestions differ: it comes from the policy.'],
    checks: [...checks],
    ...changes,
  };
}

/** One check of each verdict, one that should hold and one that is watched. */
export const NIGHT = nightOf([
  checkWith({
    verdict: 'FAIL',
    sentence: '71.3 % before, 66.1 % now: −5.2 pp [−8.0, −2.4]; a loss of 2.0 pp is allowed.',
    next: 0.661,
    difference: { estimate: -0.052, low: -0.08, high: -0.024 },
    worse: 41,
    better: 10,
    flips: [
      {
        session: 's-0012',
        play: 'population 1',
        before: '100.0 %',
        now: '0.0 %',
        command: 'pnpm bench show out/nightly --session s-0012',
      },
    ],
  }),
  checkWith({
    metric: 'leak_rate',
    title: 'Leak rate',
    verdict: 'UNDECIDED',
    sentence: '12 sessions, and 50 are asked for.',
    base: 0.1,
    next: null,
    difference: { estimate: null, low: null, high: null },
    sessions: 12,
  }),
  checkWith({
    metric: 'active_ms_per_session',
    title: 'Active time',
    tier: 'should',
    verdict: 'FAIL',
    sentence: '227 s before, 245 s now: 18 s [12, 24]; a loss of 11 s is allowed.',
    unit: 'ms',
    base: 227_000,
    next: 245_000,
    difference: { estimate: 18_000, low: 12_000, high: 24_000 },
    margin: 11_000,
    worse: 300,
  }),
  checkWith({ cell: 'open, α 0.05 β 0.2' }),
  checkWith({ metric: 'suggestions', title: 'suggestions', cell: '', tier: 'watch', sentence: 'suggestions differ.' }),
]);

/** Nothing was judged. */
export const EMPTY_NIGHT = nightOf([], { headline: 'Nothing was judged.', findings: [] });

const DANGEROUS = [
  ...['\u0000', '\u0007', '\u001b[31m', '\u001b', '\u009b', '\r', '\n', '\t', '\u2028', '\u202e', '\ufeff', '\u200b'],
  ...['\ud800', '\udc00', '\ufffe', '\uffff', '\u{1fffe}', '😀', 'é', 'ß', '中', '\u00a0', ' ', '   ', 'a', '1', '-'],
  ...['::error::', '::', '::stop-commands::x', '##[error]', '##vso[task.complete]', '%0A', '%', ':', ',', '=', '%3A'],
  ...[
    ']]>',
    '<![CDATA[',
    '<script>',
    '</details>',
    '<!--',
    '-->',
    '&',
    '&amp;',
    '&#64;',
    '<',
    '>',
    '"',
    "'",
    '[[ATTACHMENT|x]]',
  ],
  ...[
    '|',
    '`',
    '```',
    '~~~',
    '\\',
    '*',
    '_',
    '#',
    '# ',
    '@',
    '@someone',
    '#1',
    'GH-1',
    'a/b#1',
    '!1',
    '[a](javascript:b)',
  ],
  ...['https://x.example', 'www.x.example', 'a@b.example', '![a](b)', '$', '{', '}', '(', ')', '+', '1. ', '- '],
];

/** Any text: of any code units, or of what some reader takes for more than text. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(...DANGEROUS), maxLength: 12 }),
);

const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null });
const count = fc.nat({ max: 10_000 });
const flip = fc.record({
  session: hostileText,
  play: hostileText,
  before: hostileText,
  now: hostileText,
  command: hostileText,
});
const check: fc.Arbitrary<NightCheck> = fc.record({
  metric: hostileText,
  title: hostileText,
  cell: hostileText,
  tier: fc.constantFrom(...TIERS),
  verdict: fc.constantFrom(...NIGHT_VERDICTS),
  sentence: hostileText,
  unit: fc.constantFrom('share', 'ms', 'count'),
  base: value,
  next: value,
  difference: fc.record({ estimate: value, low: value, high: value }),
  margin: fc.double({ noNaN: true, noDefaultInfinity: true }),
  sessions: count,
  clusters: fc.constantFrom('sessions', 'operators', 'populations'),
  sessionsToDecide: fc.option(count, { nil: null }),
  worse: count,
  better: count,
  flips: fc.array(flip, { maxLength: 4 }),
});

/** Any night, with any text in every place that holds one. */
export const anyNight: fc.Arbitrary<Night> = fc.record({
  format: fc.constant('deskbench-night'),
  version: fc.constant(1),
  verdict: fc.constantFrom(...NIGHT_VERDICTS),
  headline: hostileText,
  base: hostileText,
  next: hostileText,
  command: hostileText,
  startedAt: hostileText,
  seconds: value,
  findings: fc.array(hostileText, { maxLength: 3 }),
  checks: fc.array(check, { maxLength: 5 }),
});

/** A night whose every text is this long, with as many checks and sessions. */
export function largeNight(length: number, checks: number, flips: number): Night {
  const text = '`|@a <b> '.repeat(Math.ceil(length / 9)).slice(0, length);
  const one = { session: text, play: text, before: text, now: text, command: text };
  const large = checkWith({
    verdict: 'FAIL',
    metric: text,
    title: text,
    cell: text,
    sentence: text,
    flips: Array.from({ length: flips }, () => one),
  });
  const texts = { headline: text, base: text, next: text, command: text, startedAt: text, findings: [text, text] };
  return nightOf(
    Array.from({ length: checks }, () => large),
    texts,
  );
}
