import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Critic } from '../../contract/critic.ts';
import type { MonitorRecipe } from '../../contract/monitor.ts';
import type { Policy } from '../../contract/policy.ts';
import type { Trace } from '../../contract/trace.ts';
import type { PlayedCell } from '../../deployment/play.ts';
import type { Deployment } from '../../deployment/train-critic-and-gate.ts';
import { logExamples } from '../../engine/log-examples.ts';
import { hashScreen } from '../../engine/screen-hash.ts';
import { cellFigures, SETTLE_METRICS } from '../closed-loop/cell-figures.ts';
import { type ClosedBench, playCells } from '../closed-loop/closed-bench.ts';
import type { OpenBench } from '../closed-loop/open-closed-bench.ts';
import { CLEAN } from '../closed-loop/settle-points.ts';
import { openTestBench } from '../closed-loop/test-bench.ts';
import { inProcessDesks } from '../desks/desks.ts';
import { discover } from '../models/discover.ts';
import { describeWatch } from './describe-watch.ts';
import { type Monitored, playMonitored, type Watch } from './play-monitored.ts';

let open: OpenBench;
let cusum: MonitorRecipe;

beforeAll(async () => {
  open = await openTestBench(700, { train: 0.15, feedback: 0.35, calibration: 0.1, evaluation: 0.4 });
  const monitors = await discover<MonitorRecipe>('policies/monitors', 'recipe');
  cusum = monitors.find(({ name }) => name === 'cusum') as MonitorRecipe;
}, 60_000);
afterAll(() => open?.close());

/** Says the same of everything, so that an open gate lets everything through. */
const critic: Critic = {
  name: 'blind',
  provider: 'none',
  score: async (proposals) => proposals.map(() => 0.5),
  dispose: async () => {
    throw new Error('The critic belongs to the other arms as well.');
  },
};

/** A gate that somebody left open. */
const openGate: Deployment = {
  critic,
  gate: { name: 'open', threshold: 0, reason: 'for the test', decide: () => 'execute' },
  gateExamples: [],
};

const deaf: MonitorRecipe = {
  name: 'deaf',
  summary: 'Never alarms.',
  promise: 'measured',
  create: () => ({ name: 'deaf', statistic: 0, update: () => false, reset: () => undefined }),
};

const HUMAN: PlayedCell = {
  cell: { id: 'human-only', arm: 'human-only', loop: 'closed', noise: CLEAN.noise },
  deployment: null,
};
const SELECTIVE: PlayedCell = {
  cell: { id: 'selective', arm: 'selective', loop: 'closed', noise: CLEAN.noise },
  deployment: openGate,
};

interface Watched extends Monitored {
  readonly traces: ReadonlyMap<string, Trace>;
}

async function watched(bench: ClosedBench, rules: Watch['rules'], monitor = cusum): Promise<Watched> {
  const { recipes, parts } = open;
  const traces = new Map<string, Trace>();
  const played = await playMonitored({
    bench,
    training: { critic: recipes.critic, gate: recipes.gate, gateOptions: { targetPrecision: 0.9, delta: 0.05 } },
    point: CLEAN,
    deployment: openGate,
    watch: { policy: recipes.policy, monitors: [monitor], roundSessions: 35, ...(rules && { rules }) },
    sessions: parts.evaluation,
    onTrace: (trace) => traces.set(trace.session, trace),
  });
  return { ...played, traces };
}

async function unwatched(bench: ClosedBench) {
  const traces = new Map<string, Trace>();
  const sums = await playCells(bench, [HUMAN, SELECTIVE], open.parts.evaluation, SETTLE_METRICS, (trace) => {
    if (trace.cell === SELECTIVE.cell.id) traces.set(trace.session, trace);
  });
  const of = (id: string) => {
    const found = sums.get(id);
    if (!found) throw new Error(`Nothing was played in ${id}.`);
    return found;
  };
  return { traces, human: of('human-only'), selective: of('selective') };
}

describe('a gate that was left open', () => {
  let plain: Awaited<ReturnType<typeof unwatched>>;
  beforeAll(async () => {
    plain = await unwatched(open.bench);
  }, 60_000);

  it('stays open where nobody listens, and then each session goes as in the arm without monitors', async () => {
    const same = await watched(open.bench, { sampleShare: 0 }, deaf);
    expect(same.rounds.some(({ rolledBack }) => rolledBack)).toBe(false);
    expect(same.traces.size).toBe(plain.traces.size);
    for (const [session, trace] of plain.traces)
      expect({ ...same.traces.get(session), cell: '' }).toEqual({ ...trace, cell: '' });
  });

  it('is found out by returning customers, and more cases then reach their goal', async () => {
    const { rounds, sums } = await watched(open.bench, {});
    const rolled = rounds.filter(({ rolledBack }) => rolledBack);
    expect(rolled.length).toBeGreaterThan(0);
    for (const { alarms } of rolled) expect(alarms.some(({ acts }) => acts)).toBe(true);
    expect(describeWatch(rounds)).toMatch(/rolled back in round \d+ by .*returns/);
    const [left, caught] = [plain.selective, sums].map((one) => cellFigures(one, plain.human));
    expect(left?.goal.high).toBeLessThan(caught?.goal.low ?? 0);
    expect(caught?.automated.high).toBeLessThan(left?.automated.low ?? 0);
  });

  it('is not found out by people who see nothing of it: no samples, and nobody comes back', async () => {
    const { rounds } = await watched(open.bench, { sampleShare: 0, returnRate: 0 });
    expect(rounds.some(({ rolledBack }) => rolledBack)).toBe(false);
  });
});

describe('automation that is right', () => {
  let bench: ClosedBench;
  beforeAll(async () => {
    bench = { ...open.bench, policy: await knowAll(open) };
  }, 60_000);

  it('is left alone, but for the sample that people look at', async () => {
    const { rounds, sums } = await watched(bench, {});
    expect(rounds.flatMap(({ alarms }) => alarms)).toEqual([]);
    const { human, selective } = await unwatched(bench);
    const [without, guarded] = [selective, sums].map((one) => cellFigures(one, human));
    expect(without?.goal.estimate).toBe(1);
    expect(guarded?.goal.estimate).toBe(1);
    expect(without?.automated.estimate).toBe(1);
    expect(guarded?.automated.estimate).toBeLessThan(0.92);
    expect(guarded?.automated.estimate).toBeGreaterThan(0.78);
    expect(guarded?.activeMs.estimate).toBeGreaterThan(0);
  });
});

/** A policy that has seen every log, those to come as well. */
async function knowAll({ bench, closed }: OpenBench): Promise<Policy> {
  const desk = inProcessDesks(bench.catalog).openEnvironment();
  const known = new Map(
    (await logExamples(closed.sessions, desk)).map(({ screen, action }) => [hashScreen(screen), action]),
  );
  await desk.close();
  return {
    name: 'all-knowing',
    provider: 'none',
    suggest: async (screens) =>
      screens.map((screen) => {
        const action = known.get(hashScreen(screen));
        return { ranked: action ? [{ action, confidence: 1 }] : [] };
      }),
    dispose: async () => undefined,
  };
}
