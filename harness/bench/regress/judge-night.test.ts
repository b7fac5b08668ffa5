import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Tier, verdictOfAll } from '../../../reports/nightly/night.ts';
import { formatCount } from '../../../reports/present/format-value.ts';
import type { Metric } from '../../contract/metric.ts';
import { createRng } from '../../shared/streams.ts';
import type { LayerDifference } from '../compare/compare-runs.ts';
import type { MeasuredCell } from '../compare/run-sums.ts';
import { judgeNight } from './judge-night.ts';
import { DEFAULT_RULES, parseRules, type Rule, type Rules, rulesJsonSchema } from './rules.ts';

const metric = (name: string, unit: Metric['unit'], better: Metric['better']): Metric => ({
  name,
  title: name,
  unit,
  summary: '',
  better,
  measure: () => ({ numerator: 0, denominator: 0 }),
});
const ACCURACY = metric('action_accuracy', 'share', 'higher');
const TIME = metric('active_ms_per_session', 'ms', 'lower');
const ACCEPTANCE = metric('operator_acceptance', 'share', null);
const METRICS = [ACCURACY, TIME, ACCEPTANCE];

/** A cell of so many sessions; each adds these numerators, one in each run, of ten. */
function cell(
  of: Metric,
  count: number,
  sums: (at: number) => readonly [base: number, next: number],
  arm = 'copilot',
): MeasuredCell {
  return {
    of: { part: 'open loop', cell: arm, arm, noise: 'α 0' },
    metric: of,
    pairs: Array.from({ length: count }, (_, at) => ({
      id: `s${at}`,
      caseKey: `s${at}`,
      session: `s${at}`,
      play: 'population 1, open loop',
      population: '1',
      operator: null,
      base: { numerator: sums(at)[0], denominator: of.unit === 'share' ? 10 : 1 },
      next: { numerator: sums(at)[1], denominator: of.unit === 'share' ? 10 : 1 },
    })),
  };
}

const rule = (over: Partial<Rule> = {}): Rule => ({ metric: 'action_accuracy', tier: 'must', ...over });
const rulesOf = (...checks: Rule[]): Rules => ({ checks });
function judge(rules: Rules, measured: readonly MeasuredCell[], layers: readonly LayerDifference[] | null = null) {
  return judgeNight({
    rules,
    lenient: false,
    metrics: METRICS,
    measured,
    layers,
    show: (session) => `show ${session}`,
  });
}

/** Every third session loses so much. */
const worse = (by: number) => (at: number) => [8, at % 3 === 0 ? 8 - by : 8] as const;
const same = () => [8, 8] as const;

describe('a check', () => {
  it('passes where every session adds the same, however few', () => {
    expect(judge(rulesOf(rule()), [cell(ACCURACY, 2, same)])).toMatchObject([{ verdict: 'PASS' }]);
  });

  it('fails where it is shown to be worse than the margin allows, and names the sessions', () => {
    const [check] = judge(rulesOf(rule()), [cell(ACCURACY, 300, worse(2))]);
    expect(check).toMatchObject({ verdict: 'FAIL', worse: 100, better: 0, margin: 0.02 });
    // What a share changes by, and may, is told in points.
    expect(check?.sentence.replace(/\p{Zs}/gu, ' ')).toMatch(
      /^80.0 % before, 73.3 % now: −6.7 pp .*; a loss of 2.0 pp is allowed\.$/,
    );
    expect(check?.flips).toHaveLength(5);
    expect(check?.flips[0]).toMatchObject({
      session: 's0',
      before: '80.0\u202f%',
      now: '60.0\u202f%',
      command: 'show s0',
    });
  });

  it('passes where the whole interval lies within the margin, and warns where only the estimate does', () => {
    const little = cell(ACCURACY, 300, worse(1));
    expect(judge(rulesOf(rule({ margin: { absolute: 0.05 } })), [little])).toMatchObject([{ verdict: 'PASS' }]);
    expect(judge(rulesOf(rule({ margin: { absolute: 0.035 } })), [little])).toMatchObject([{ verdict: 'WARN' }]);
    expect(judge(rulesOf(rule({ margin: { absolute: 0.03 } })), [little])).toMatchObject([{ verdict: 'FAIL' }]);
  });

  it('is undecided with too few sessions, or too much spread', () => {
    expect(judge(rulesOf(rule()), [cell(ACCURACY, 12, (at) => [8, at === 0 ? 6 : 8])])).toMatchObject([
      { verdict: 'UNDECIDED' },
    ]);
    const wide = cell(ACCURACY, 40, (at) => (at % 2 === 0 ? [8, 2] : [2, 8]));
    expect(judge(rulesOf(rule()), [wide])).toMatchObject([{ verdict: 'UNDECIDED' }]);
    expect(
      judge(rulesOf(rule({ fewestSessions: 500, margin: { absolute: 0.5 } })), [cell(ACCURACY, 300, worse(1))]),
    ).toMatchObject([
      { verdict: 'UNDECIDED', sentence: expect.stringContaining('300 sessions, and 500 are asked for') },
    ]);
  });

  it('is judged from the fewest sessions on: thirty, or what its rule asks for', () => {
    const verdictOf = (count: number, over: Partial<Rule> = {}) =>
      judge(rulesOf(rule({ margin: { absolute: 0.5 }, ...over })), [cell(ACCURACY, count, worse(1))])[0]!;
    expect([verdictOf(29), verdictOf(30)].map(({ verdict }) => verdict)).toEqual(['UNDECIDED', 'PASS']);
    expect([99, 100].map((count) => verdictOf(count, { fewestSessions: 100 }).verdict)).toEqual(['UNDECIDED', 'PASS']);
    expect(verdictOf(29).sentence).toContain('29 sessions, and 30 are asked for');
    expect(verdictOf(30).sentence).not.toContain('asked for');
    expect(verdictOf(12, { fewestSessions: 12 }).verdict).toBe('PASS');
  });

  it('may lose exactly what its margin allows, and as much as its interval holds', () => {
    const loss = cell(ACCURACY, 300, worse(1));
    const [check] = judge(rulesOf(rule()), [loss]);
    const difference = check!.difference as { readonly estimate: number; readonly low: number };
    const at = (absolute: number) => judge(rulesOf(rule({ margin: { absolute } })), [loss])[0]!.verdict;
    expect([at(-difference.low), at(-difference.low - 1e-9)]).toEqual(['PASS', 'WARN']);
    expect([at(-difference.estimate), at(-difference.estimate - 1e-9)]).toEqual(['WARN', 'FAIL']);
  });

  it('that is undecided says how many sessions would decide, by those that it is judged with', () => {
    const wide = cell(ACCURACY, 60, (at) => (at % 2 === 0 ? [8, 2] : [3, 8]));
    const needed = (...rules: Rule[]) => judge(rulesOf(...rules), [wide])[0]!.sessionsToDecide!;
    const [check] = judge(rulesOf(rule()), [wide]);
    expect(check).toMatchObject({ verdict: 'UNDECIDED', clusters: 'sessions' });
    expect(check!.sentence).toMatch(
      new RegExp(`\\. ${formatCount(check!.sessionsToDecide!)} sessions would decide\\.$`),
    );
    expect(needed(rule({ margin: { absolute: 0.1 } }))).toBeLessThan(needed(rule()));
    expect(needed(rule({ fewestSessions: 90_000 }))).toBe(90_000);
    const none = judge(rulesOf(rule()), [cell(ACCURACY, 1, (at) => [8, 7 - at])])[0]!;
    expect(none).toMatchObject({ verdict: 'UNDECIDED', sessionsToDecide: null });
    expect(none.sentence).toContain('No number of sessions known to decide.');
  });

  it.each([
    ['to lie within what is allowed', 0.045, 'PASS'],
    ['to be worse', 0.001, 'FAIL'],
  ] as const)('of that many sessions is shown in 80 %% of nights %s', (_, absolute, verdict) => {
    // Of 40 sessions some lose a step or two and some gain one; all together lose 9 of 400.
    const changes = [...Array(9).fill(-1), ...Array(3).fill(-2), ...Array(6).fill(1), ...Array(22).fill(0)];
    const rules = rulesOf(rule({ margin: { absolute } }));
    const [seen] = judge(rules, [cell(ACCURACY, 40, (at) => [8, 8 + changes[at]])]);
    expect(seen!.verdict).toBe('UNDECIDED');
    const rng = createRng('test', 'nights to decide', verdict);
    const nights = Array.from({ length: 400 }, () => {
      const drawn = Array.from({ length: seen!.sessionsToDecide! }, () => changes[Math.floor(40 * rng.next())]);
      return judge(rules, [cell(ACCURACY, drawn.length, (at) => [8, 8 + drawn[at]])])[0]!.verdict === verdict;
    });
    // Four standard deviations of 400 nights, and a little for rounding up.
    expect(Math.abs(nights.filter(Boolean).length / nights.length - 0.82)).toBeLessThan(0.1);
  });

  it('is not failed by what got better, whichever direction that is', () => {
    const more = (at: number) => [6, at % 3 === 0 ? 9 : 6] as const;
    expect(judge(rulesOf(rule()), [cell(ACCURACY, 300, more)])).toMatchObject([{ verdict: 'PASS' }]);
    const lower = rule({ better: 'lower' });
    expect(judge(rulesOf(lower), [cell(ACCURACY, 300, more)])).toMatchObject([{ verdict: 'FAIL', worse: 100 }]);
    const slower = cell(TIME, 300, (at) => [1000 + at, 1200 + at + (at % 7)]);
    expect(judge(rulesOf(rule({ metric: 'active-ms-per-session' })), [slower])).toMatchObject([{ verdict: 'FAIL' }]);
  });

  it('takes the largest of its margins', () => {
    const marginOf = (margin: Rule['margin']) =>
      judge(rulesOf(rule({ margin })), [cell(ACCURACY, 60, worse(1))])[0]?.margin;
    expect(marginOf({ relative: 0.1 })).toBeCloseTo(0.08, 12);
    expect(marginOf({ relative: 0.1, absolute: 0.2 })).toBeCloseTo(0.2, 12);
    expect(marginOf({ relative: 0.001, floor: 0.01 })).toBeCloseTo(0.01, 12);
  });

  it('holds in the arms and parts that it names', () => {
    const cells = [cell(ACCURACY, 60, same, 'copilot'), cell(ACCURACY, 60, same, 'selective')];
    expect(judge(rulesOf(rule({ arms: ['selective'] })), cells).map((one) => one.cell)).toEqual([
      'open loop, selective, α 0',
    ]);
    expect(judge(rulesOf(rule()), cells)).toHaveLength(2);
  });

  it('of what no run measures is never a pass, unless the rules fit any experiment', () => {
    const closed = rule({ part: 'closed loop' });
    expect(judge(rulesOf(closed), [cell(ACCURACY, 60, same)])).toMatchObject([
      { verdict: 'UNDECIDED', cell: 'closed loop' },
    ]);
    expect(judge(rulesOf(rule()), [])).toMatchObject([{ verdict: 'UNDECIDED' }]);
    expect(() => judge(rulesOf(rule({ metric: 'speed' })), [])).toThrow('known are action_accuracy');
    expect(() => judge(rulesOf(rule({ metric: 'operator_acceptance' })), [])).toThrow('add "better"');
  });

  it('is held to more evidence where it is one of many', () => {
    const some = (count: number) => cell(ACCURACY, 200, (at) => [10, at < count ? 4 : 10]);
    const alone = judge(rulesOf(rule({ margin: { absolute: 0.001 } })), [some(6)]);
    const amongMany = judge(rulesOf(...Array.from({ length: 8 }, () => rule({ margin: { absolute: 0.001 } }))), [
      some(6),
    ]);
    expect(alone).toMatchObject([{ verdict: 'FAIL' }]);
    const watched = Array.from({ length: 7 }, () => rule({ tier: 'watch' }));
    const [judged] = judge(rulesOf(rule({ margin: { absolute: 0.001 } }), ...watched), [some(6)]);
    expect(judged).toMatchObject({ tier: 'must', verdict: 'FAIL' });
    expect(new Set(amongMany.map(({ verdict }) => verdict))).toEqual(new Set(['UNDECIDED']));
  });
});

describe('a layer of the steps that differs', () => {
  const screens: LayerDifference = {
    layer: 'screens',
    episodes: 4,
    steps: 9,
    first: {
      layer: 'screens',
      step: 0,
      field: 'screenHash',
      base: 'a',
      next: 'b',
      play: 'population 1',
      cell: 'copilot',
      session: 's1',
    },
  };
  it.each([
    ['must', 'FAIL', 'FAIL'],
    ['should', 'FAIL', 'WARN'],
    ['watch', 'PASS', 'PASS'],
  ] as const)('that %s hold: %s', (tier: Tier, verdict, night) => {
    const rules: Rules = { checks: [rule()], layers: { screens: tier } };
    const checks = judge(rules, [cell(ACCURACY, 60, same)], [screens]);
    expect(checks.find((one) => one.metric === 'screens')).toMatchObject({ verdict, tier });
    expect(verdictOfAll(checks)).toBe(night);
  });
});

describe('a night', () => {
  const check = (tier: Tier, verdict: 'PASS' | 'WARN' | 'FAIL' | 'UNDECIDED') => ({ tier, verdict });
  it.each([
    [[], 'UNDECIDED'],
    [[check('watch', 'PASS'), check('should', 'PASS')], 'UNDECIDED'],
    [[check('must', 'PASS')], 'PASS'],
    [[check('must', 'PASS'), check('watch', 'FAIL')], 'PASS'],
    [[check('must', 'PASS'), check('should', 'FAIL')], 'WARN'],
    [[check('must', 'PASS'), check('should', 'UNDECIDED')], 'PASS'],
    [[check('must', 'WARN')], 'WARN'],
    [[check('must', 'UNDECIDED'), check('must', 'WARN')], 'UNDECIDED'],
    [[check('must', 'UNDECIDED'), check('must', 'FAIL')], 'FAIL'],
  ] as const)('of %j is %s', (checks, verdict) => {
    expect(verdictOfAll(checks)).toBe(verdict);
  });
});

describe('rules', () => {
  it('may hold comments and commas', () => {
    const text = '{ // accuracy alone\n "checks": [{ "metric": "action_accuracy", "tier": "must", },], /* no more */ }';
    expect(parseRules(text, 'nightly.json')).toEqual({ checks: [{ metric: 'action_accuracy', tier: 'must' }] });
  });

  it.each([
    ['{ "checks": [', 'nightly.json, line 1: '],
    ['{\n\n"checks" }', 'nightly.json, line 3: '],
    ['{ "checks": [] }', 'nightly.json: checks: '],
    ['{ "checks": [{ "metric": "a", "tier": "may" }] }', 'nightly.json: checks.0.tier: '],
    ['{ "checks": [{ "metric": "a", "tier": "must", "margins": {} }] }', 'nightly.json: checks.0: '],
    ['{ "checks": [{ "metric": "a", "tier": "must" }], "layers": { "page": "must" } }', 'nightly.json: layers'],
  ])('say where they are wrong: %s', (text, message) => {
    expect(() => parseRules(text, 'nightly.json')).toThrow(message);
  });

  it('are described by docs/schemas (else: pnpm bench schema rules > docs/schemas/rules.schema.json)', () => {
    const published = join(import.meta.dirname, '../../../docs/schemas/rules.schema.json');
    expect(readFileSync(published, 'utf8')).toBe(rulesJsonSchema());
  });

  it('that every run has name metrics that there are', () => {
    expect(parseRules(JSON.stringify(DEFAULT_RULES), 'default')).toEqual(DEFAULT_RULES);
  });
});
