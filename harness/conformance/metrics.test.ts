import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createInProcessDesk } from '../../simulators/desk/in-process.ts';
import { discover } from '../bench/models/discover.ts';
import type { Action } from '../contract/action.ts';
import type { Metric } from '../contract/metric.ts';
import { uniformNoise } from '../contract/noise-rates.ts';
import type { NoiseSettings } from '../contract/operator.ts';
import type { Arm } from '../contract/scenario.ts';
import type { Screen } from '../contract/screen.ts';
import type { Trace, TraceStep } from '../contract/trace.ts';
import type { CaseEnd } from '../contract/world.ts';
import { runEpisodes } from '../engine/batch.ts';
import { logExamples } from '../engine/log-examples.ts';
import type { CellRoles } from '../engine/roles.ts';
import { hashScreen } from '../engine/screen-hash.ts';
import { assertPerfect, type MetricLaw, metricLaws } from './metric-laws.ts';
import { cellOf, NOISE, noisyOperator } from './small-deployment.ts';
import { bundledDataset } from './small-world.ts';

const metrics = await discover<Metric>('reports/metrics', 'metric');
const laws = Object.entries<MetricLaw>(metricLaws);
const { catalog, sessions } = bundledDataset();

const NO_NOISE = uniformNoise();
/** What was logged on each screen: a policy that knows it is always right. */
const logged = new Map<string, Action>();
/** Real episodes of all arms and kinds, and invented ones. */
const traces: Trace[] = [];

/** Plays the bundled sessions with suggestions from `propose` and a gate that lets `score` through from .5. */
async function play(
  arm: Arm,
  noise: NoiseSettings,
  propose: (screen: Screen) => Action | undefined,
  score = 1,
): Promise<Trace[]> {
  const dispose = async () => undefined;
  const suggest = async (screens: readonly Screen[]) =>
    screens.map((screen) => {
      const action = propose(screen);
      return { ranked: action ? [{ action, confidence: 0.7 }] : [] };
    });
  const roles: CellRoles = {
    policy: { name: 'double', provider: 'none', suggest, dispose },
    critic: { name: 'double', provider: 'none', score: async (all) => all.map(() => score), dispose },
    gate: { name: 'half', threshold: 0.5, reason: 'Set.', decide: (at) => (at >= 0.5 ? 'execute' : 'defer') },
    operator: noisyOperator(noise),
  };
  const played: Trace[] = [];
  await runEpisodes(
    sessions.map((session) => ({ cell: cellOf(arm, noise), session, seed: '1' })),
    {
      catalog,
      rolesOf: () => roles,
      openEnvironment: () => createInProcessDesk(catalog),
      onEpisode: (trace) => played.push(trace),
    },
  );
  return played;
}

const perfect = (screen: Screen) => logged.get(hashScreen(screen));
const firstReply = ({ controls }: Screen): Action | undefined => {
  const reply = controls.find(({ kind }) => kind === 'reply');
  return reply && { kind: 'send_text', reply: reply.target, text: reply.label };
};

const action: fc.Arbitrary<Action> = fc.constantFrom<Action>(
  { kind: 'send_text', reply: 'a', text: 'A' },
  { kind: 'send_text', reply: null, text: 'B' },
  { kind: 'submit_form', form: 'f', button: 'b', values: {} },
  { kind: 'close', resolution: 'Solved' },
);
const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
/** Any step that the type allows, also ones that the engine would not write. */
const step: fc.Arbitrary<TraceStep> = fc.record(
  {
    index: fc.nat(),
    screenHash: fc.option(fc.constant('hash')),
    reference: action,
    critical: fc.boolean(),
    suggestion: fc.option(action),
    confidence: share,
    score: share,
    decision: fc.constantFrom('execute' as const, 'defer' as const),
    verdict: fc.option(fc.constantFrom('accept' as const, 'correct' as const, 'unaided' as const)),
    slipped: fc.boolean(),
    chosen: action,
    activeMs: fc.double({ min: 0, max: 1e7, noNaN: true }),
  },
  { noNullPrototype: true },
);
const outcome: fc.Arbitrary<CaseEnd> = fc.record(
  {
    how: fc.constantFrom('resolved' as const, 'abandoned' as const, 'unfinished' as const),
    goalReached: fc.boolean(),
    fields: fc.constant({}),
    commitments: fc.constant([]),
    misled: fc.constant([]),
  },
  { noNullPrototype: true },
);
const invented: fc.Arbitrary<Trace> = fc.record(
  {
    session: fc.constant('s'),
    cell: fc.constant('c'),
    seed: fc.constant('1'),
    loop: fc.constantFrom('open' as const, 'closed' as const),
    steps: fc.array(step, { maxLength: 12 }),
    end: fc.constantFrom('completed' as const, 'truncated' as const),
    divergedAt: fc.option(fc.nat(12)),
    retries: fc.nat(2),
    outcome,
  },
  { noNullPrototype: true, requiredKeys: ['session', 'cell', 'seed', 'loop', 'steps', 'end', 'divergedAt', 'retries'] },
);

beforeAll(async () => {
  for (const { screen, action: done } of await logExamples(sessions, createInProcessDesk(catalog)))
    logged.set(hashScreen(screen), done);
  for (const arm of ['human-only', 'copilot', 'selective'] as const)
    traces.push(...(await play(arm, NOISE, firstReply)));
  traces.push(...(await play('selective', NOISE, firstReply, 0)), ...(await play('copilot', NOISE, () => undefined)));
  traces.push(...fc.sample(invented, { numRuns: 400, seed: 2 }));
});

describe.each(metrics)('metric $name', (metric) => {
  it.each(laws)('%s', (_, law) => law(metric, traces));

  it('is at its best where policy and operators are right and the gate is open', async () => {
    assertPerfect(metric, await play('selective', NO_NOISE, perfect));
  });

  it('measures something in some episode', () => {
    expect(traces.some((trace) => metric.measure(trace).denominator > 0)).toBe(true);
    expect(traces.some((trace) => metric.measure(trace).numerator > 0)).toBe(true);
  });

  it('has a column name in snake case, and words for people', () => {
    expect(metric.name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
    if (metric.unit === 'ms') expect(metric.name).toMatch(/(^|_)ms(_|$)/);
    expect(metric.title).toMatch(/^\S.*\S$/);
    expect(metric.summary).toMatch(/^[A-Z].*\.$/);
  });
});

it('no two metrics share a name or a title', () => {
  expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length);
  expect(new Set(metrics.map(({ title }) => title)).size).toBe(metrics.length);
});

describe('without noise', () => {
  const total = (name: string, played: readonly Trace[]): number => {
    const metric = metrics.find((one) => one.name === name);
    if (!metric) throw new Error(`There is no metric "${name}".`);
    const parts = played.map((trace) => metric.measure(trace));
    const sum = (part: 'numerator' | 'denominator') => parts.reduce((all, one) => all + one[part], 0);
    expect(sum('denominator'), name).toBeGreaterThan(0);
    return sum('numerator') / sum('denominator');
  };

  it('a policy that is always right, unattended, has every accuracy 1, no error and no operator', async () => {
    const played = await play('selective', NO_NOISE, perfect);
    for (const name of ['tool_accuracy', 'target_accuracy', 'action_accuracy', 'step_automation', 'session_automation'])
      expect(total(name, played), name).toBe(1);
    for (const name of ['critic_precision', 'critic_coverage']) expect(total(name, played), name).toBe(1);
    for (const name of ['leaked', 'selective_risk', 'generalised_risk', 'no_suggestion', 'active_ms_per_session'])
      expect(total(name, played), name).toBe(0);
  });

  it('the same policy watched by operators is accepted always, and asks too much always', async () => {
    const played = await play('copilot', NO_NOISE, perfect);
    for (const name of ['operator_acceptance', 'over_asking', 'action_accuracy'])
      expect(total(name, played), name).toBe(1);
    for (const name of ['leaked', 'step_automation']) expect(total(name, played), name).toBe(0);
  });

  it('a policy that is mostly wrong does no harm under operators, and much alone', async () => {
    const watched = await play('copilot', NO_NOISE, firstReply);
    expect(total('action_accuracy', watched)).toBeLessThan(0.5);
    expect(total('leaked', watched)).toBe(0);
    expect(total('operator_acceptance', watched)).toBe(total('action_accuracy', criticalOnly(watched)));
    const alone = await play('selective', NO_NOISE, firstReply);
    expect(total('leaked', alone)).toBeGreaterThan(0.1);
    expect(total('sessions_with_wrong_executed', alone)).toBeGreaterThan(0.5);
  });

  const criticalOnly = (played: readonly Trace[]) =>
    played.map((trace) => ({
      ...trace,
      steps: trace.steps.filter((one) => one.critical && one.verdict !== 'unaided'),
    }));
});

const wrong = (measure: Metric['measure'], better: Metric['better'] = null): Metric => ({
  name: 'x',
  title: 'X',
  unit: 'share',
  summary: 'X.',
  better,
  measure,
});
const whole = { numerator: 1, denominator: 1 };

const canaries: [string, keyof typeof metricLaws, Metric['measure']][] = [
  [
    'divides by itself',
    'finite parts, neither negative, and no share over the whole',
    ({ steps }) => ({ numerator: steps.length / 0, denominator: 1 }),
  ],
  [
    'is over the whole',
    'finite parts, neither negative, and no share over the whole',
    () => ({ numerator: 2, denominator: 1 }),
  ],
  ['counts crashes', 'a session that the desk failed in counts nowhere', () => whole],
  [
    'counts retries',
    'the desk’s retries, and the names of session, cell, seed and screens, count for nothing',
    ({ retries }) => ({ numerator: Math.min(1, retries), denominator: 1 }),
  ],
  [
    'sorts the steps in place',
    'the same once more, and the trace left as it was',
    ({ steps }) => {
      (steps as TraceStep[]).reverse();
      return whole;
    },
  ],
];

describe('the laws of metrics', () => {
  it.each(canaries)('find one that %s', (_, law, measure) => {
    expect(() => metricLaws[law](wrong(measure), structuredClone(traces))).toThrow();
  });

  it('find one that calls worse better', async () => {
    const played = await play('selective', NO_NOISE, perfect);
    expect(() =>
      assertPerfect(
        wrong(() => whole, 'lower'),
        played,
      ),
    ).toThrow();
    expect(() =>
      assertPerfect(
        wrong(() => ({ numerator: 0, denominator: 1 }), 'higher'),
        played,
      ),
    ).toThrow();
  });
});
