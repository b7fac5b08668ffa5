import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Metric } from '../../harness/contract/metric.ts';
import type { Trace, TraceStep } from '../../harness/contract/trace.ts';
import { executed, RIGHT, reviewed, step, trace, WRONG_FORM, WRONG_KIND, WRONG_VALUE } from './support/test-traces.ts';

const metrics = new Map<string, Metric>();

beforeAll(async () => {
  for (const file of readdirSync(import.meta.dirname)) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
    const module: { metric?: Metric } = await import(pathToFileURL(join(import.meta.dirname, file)).href);
    if (module.metric) metrics.set(file, module.metric);
  }
});

function measure(name: string, of: Trace): [number, number] {
  const metric = [...metrics.values()].find((candidate) => candidate.name === name);
  if (!metric) throw new Error(`There is no metric "${name}".`);
  const { numerator, denominator } = metric.measure(of);
  return [numerator, denominator];
}

/** Ten steps in which everything happens once or twice. */
const MIXED = trace([
  executed(RIGHT),
  executed(WRONG_VALUE),
  executed(RIGHT, { critical: false, score: null }),
  executed(WRONG_KIND, { critical: false, score: null }),
  reviewed(RIGHT, 'accept', { score: 0.4 }),
  reviewed(RIGHT, 'correct', { score: 0.3 }),
  reviewed(WRONG_FORM, 'accept', { score: 0.2 }),
  reviewed(WRONG_KIND, 'correct', { score: 0.1 }),
  step({ screenHash: 'a' }),
  step({ screenHash: 'a', suggestion: WRONG_FORM, chosen: WRONG_VALUE, slipped: true }),
]);
const ALONE = trace([step(), step({ chosen: WRONG_KIND, slipped: true })]);

describe('metrics', () => {
  it.each<[string, [number, number], [number, number]]>([
    // name, on the mixed trace, on that of an operator alone
    ['tool_accuracy', [7, 10], [0, 0]],
    ['target_accuracy', [5, 10], [0, 0]],
    ['action_accuracy', [4, 10], [0, 0]],
    ['no_suggestion', [1, 10], [0, 0]],
    ['operator_acceptance', [2, 4], [0, 0]],
    ['critic_precision', [1, 2], [0, 0]],
    ['critic_coverage', [2, 7], [0, 0]],
    ['step_automation', [4, 10], [0, 2]],
    ['session_automation', [0, 1], [0, 1]],
    ['active_ms_per_session', [6000, 1], [2000, 1]],
    ['sessions_with_wrong_executed', [1, 1], [0, 1]],
    ['sessions_with_wrong_chosen', [1, 1], [1, 1]],
    ['selective_risk', [2, 4], [0, 0]],
    ['generalised_risk', [2, 10], [0, 2]],
    ['over_asking', [2, 5], [0, 0]],
    ['leaked', [4, 10], [1, 2]],
    ['leak_rate', [3, 4], [0, 0]],
    ['errors_per_session', [4, 1], [1, 1]],
    ['steps_per_session', [10, 1], [2, 1]],
    ['goal_reached', [0, 0], [0, 0]],
    ['automated_to_goal', [0, 0], [0, 0]],
    ['cases_cut_off', [0, 0], [0, 0]],
  ])('%s', (name, mixed, alone) => {
    expect(measure(name, MIXED)).toEqual(mixed);
    expect(measure(name, ALONE)).toEqual(alone);
  });

  it('counts a session as automated only where every step ran', () => {
    expect(measure('session_automation', trace([executed(RIGHT), executed(WRONG_KIND)]))).toEqual([1, 1]);
    expect(measure('session_automation', trace([executed(RIGHT), reviewed(RIGHT, 'accept')]))).toEqual([0, 1]);
  });

  it('blames automation only for what it ran', () => {
    const rubberStamped = trace([executed(RIGHT), reviewed(WRONG_KIND, 'accept')]);
    expect(measure('sessions_with_wrong_executed', rubberStamped)).toEqual([0, 1]);
    expect(measure('sessions_with_wrong_chosen', rubberStamped)).toEqual([1, 1]);
  });

  it('counts a session without steps nowhere', () => {
    const outcome = { how: 'unfinished', goalReached: true, fields: {}, commitments: [], misled: [] } as const;
    for (const empty of [trace([]), trace([], { loop: 'closed', outcome })])
      for (const metric of metrics.values())
        expect(metric.measure(empty), metric.name).toEqual({ numerator: 0, denominator: 0 });
  });

  it('names each metric as its file, and says in words what it is', () => {
    expect(metrics.size).toBeGreaterThanOrEqual(16);
    for (const [file, { name, title, summary }] of metrics) {
      expect(`${name.replaceAll('_', '-')}.ts`).toBe(file);
      expect(title).not.toBe('');
      expect(summary).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('metrics in closed loop', () => {
  const judged = (one: TraceStep, right: boolean, suggestionRight: boolean | null = right): TraceStep => ({
    ...one,
    closed: {
      condition: 'c',
      suggestionRight,
      right,
      cause: right ? null : 'operator accepted',
      deceivedBy: null,
      repaired: [],
    },
  });
  const outcome = { how: 'resolved', goalReached: true, fields: {}, commitments: [], misled: [] } as const;
  // Right though it is not the reference; wrong though it is.
  const steps = [judged(executed(WRONG_KIND), true), judged(reviewed(RIGHT, 'accept'), false)];
  const closed = trace(steps, { loop: 'closed', outcome });

  it.each<[string, [number, number]]>([
    ['tool_accuracy', [2, 2]],
    ['target_accuracy', [2, 2]],
    ['action_accuracy', [1, 2]],
    ['critic_precision', [1, 1]],
    ['leaked', [1, 2]],
    ['leak_rate', [1, 1]],
    ['selective_risk', [0, 1]],
    ['errors_per_session', [1, 1]],
    ['sessions_with_wrong_chosen', [1, 1]],
    ['goal_reached', [1, 1]],
    ['automated_to_goal', [0, 1]],
    ['cases_cut_off', [0, 1]],
  ])('%s goes by what is acceptable', (name, expected) => {
    expect(measure(name, closed)).toEqual(expected);
  });

  it('know how the case ended', () => {
    const alone = [judged(executed(WRONG_KIND), true)];
    expect(measure('automated_to_goal', trace(alone, { loop: 'closed', outcome }))).toEqual([1, 1]);
    const cut = trace(alone, { loop: 'closed', outcome: { ...outcome, how: 'unfinished', goalReached: false } });
    for (const [name, count] of [
      ['cases_cut_off', 1],
      ['goal_reached', 0],
      ['automated_to_goal', 0],
    ] as const)
      expect(measure(name, cut)).toEqual([count, 1]);
  });
});

const suggestions = fc.constantFrom(RIGHT, WRONG_VALUE, WRONG_FORM, WRONG_KIND);
const steps = fc.oneof(
  fc
    .record({ suggestion: suggestions, critical: fc.boolean() })
    .map(({ suggestion, critical }) => executed(suggestion, { critical })),
  fc
    .record({
      suggestion: suggestions,
      verdict: fc.constantFrom('accept' as const, 'correct' as const),
      critical: fc.boolean(),
    })
    .map(({ suggestion, verdict, critical }) => reviewed(suggestion, verdict, { critical })),
  fc.constant(step({ screenHash: 'a' })),
);

describe('laws of metrics', () => {
  const traces = fc.array(steps, { maxLength: 20 }).map((list) => trace(list));

  it('keeps every share within [0, 1]', () => {
    fc.assert(
      fc.property(traces, (one) => {
        for (const { unit, name, measure: of } of metrics.values()) {
          const { numerator, denominator } = of(one);
          expect(numerator, name).toBeGreaterThanOrEqual(0);
          if (unit === 'share') expect(numerator, name).toBeLessThanOrEqual(denominator);
        }
      }),
    );
  });

  it('is the stricter the more must be right, and parts risk from its share of all steps', () => {
    fc.assert(
      fc.property(traces, (one) => {
        const of = (name: string) => measure(name, one)[0];
        expect(of('action_accuracy')).toBeLessThanOrEqual(of('target_accuracy'));
        expect(of('target_accuracy')).toBeLessThanOrEqual(of('tool_accuracy'));
        expect(of('generalised_risk')).toBe(of('selective_risk'));
        expect(of('generalised_risk')).toBeLessThanOrEqual(of('leaked'));
        expect(of('session_automation')).toBe(
          Number(one.steps.length > 0 && of('step_automation') === one.steps.length),
        );
      }),
    );
  });
});
