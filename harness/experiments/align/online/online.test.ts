import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { objective as grpo } from '../../../../policies/objectives/grpo.ts';
import { closedDataset, type OpenBench, openClosedBench } from '../../../bench/closed-loop/open-closed-bench.ts';
import { inProcessDesks } from '../../../bench/desks/desks.ts';
import { SessionExamples } from '../../../bench/models/session-examples.ts';
import { USUAL_WEIGHTS } from '../../../bench/reward/reward-weights.ts';
import { uniformRate } from '../../../contract/noise-rates.ts';
import { CALM_WORLD } from '../../../contract/world.ts';
import { ESSA, evolve } from './evolve.ts';
import { OnlinePlace, type OnlineSetting } from './online-place.ts';
import type { OnlineRun } from './online-run.ts';
import { onlineFindings, onlineTables } from './online-table.ts';
import { followGradient, GRADIENT } from './reinforce.ts';
import { samplingPolicy } from './sampling-policy.ts';

const noiseOf = (rate: number) => ({ alpha: uniformRate(rate), beta: uniformRate(rate), slip: uniformRate(0) });
const MODELS = { policy: 'ngram', critic: 'max-softmax', gate: 'plug-in', target: 0.6, delta: 0.1 } as const;

let open: OpenBench;
let setting: OnlineSetting;
beforeAll(async () => {
  const options = { ...MODELS, seed: '1', providers: 'cpu', cache: false as const };
  const shares = { train: 0.4, feedback: 0.3, calibration: 0.1, evaluation: 0.2 };
  const loaded = await closedDataset(undefined, 60, '1');
  open = await openClosedBench({ options, loaded, shares, rates: CALM_WORLD });
  const { catalog } = loaded.dataset;
  const examples = new SessionExamples(inProcessDesks(catalog).openEnvironment(), catalog);
  setting = {
    ...{ bench: open.bench, weights: USUAL_WEIGHTS, seed: '1', noise: noiseOf(0) },
    logged: (await examples.ofAll(open.parts.train)).slice(0, 40),
    cases: open.parts.feedback,
    fresh: open.parts.evaluation,
  };
}, 60_000);
afterAll(() => open.close());

const without = ({ playMs: _, learnMs: __, ...run }: OnlineRun) => run;

describe('a policy that tries actions', () => {
  it('tries what it suggests, the same under a name, and hands over as the policy would', async () => {
    const screens = setting.logged.map(({ screen }) => screen);
    const { policy } = setting.bench;
    const suggested = await policy.suggest(screens);
    const names = ['a', 'a', 'b', 'c', 'd'];
    const tried = await Promise.all(names.map((name) => samplingPolicy(policy, name).policy.suggest(screens)));
    expect(tried[1]).toEqual(tried[0]);
    expect(tried.slice(2).some((other) => JSON.stringify(other) !== JSON.stringify(tried[0]))).toBe(true);
    for (const run of tried)
      for (const [at, { ranked }] of run.entries()) {
        const best = suggested[at]!.ranked;
        expect(best.map(({ action }) => action)).toContainEqual(ranked[0]!.action);
        expect(ranked[0]!.confidence).toBe(best[0]!.confidence);
      }
  });

  it('tries each as often as the policy is confident in it', async () => {
    const ranked = [
      { action: { kind: 'close', resolution: 'a' }, confidence: 0.6 },
      { action: { kind: 'close', resolution: 'b' }, confidence: 0.2 },
    ] as const;
    const fixed = { name: 'fixed', provider: 'none', suggest: async () => [{ ranked }], dispose: async () => {} };
    const screen = setting.logged[0]!.screen;
    let first = 0;
    for (let name = 0; name < 2000; name++) {
      const [{ ranked: taken }] = (await samplingPolicy(fixed, String(name)).policy.suggest([screen])) as [
        { ranked: typeof ranked },
      ];
      if (taken[0].action.resolution === 'a') first++;
    }
    expect(Math.abs(first / 2000 - 0.75)).toBeLessThan(0.04);
  });
});

describe('learning from rewards', () => {
  let place: OnlinePlace;
  beforeAll(async () => {
    place = await OnlinePlace.open(setting);
  }, 60_000);

  it('is told the truth by operators without noise, and something else by noisy ones', async () => {
    const [calm, noisy] = await Promise.all(
      [0, 0.3].map((rate) => OnlinePlace.open({ ...setting, noise: noiseOf(rate) })),
    );
    const of = (one: OnlinePlace) => one.pointOf(one.start, 0);
    const [told, mistold] = [await of(calm!), await of(noisy!)];
    expect(told.fresh.reported).toEqual(told.fresh.truth);
    expect(mistold.fresh.reported).not.toEqual(mistold.fresh.truth);
    expect(told.divergence).toBe(0);
  }, 60_000);

  it('meets the same cases and chance under a name', async () => {
    const [one, again, other] = [
      await place.play(place.start, setting.cases, 'a'),
      await place.play(place.start, setting.cases, 'a'),
      await place.play(place.start, setting.cases, 'b'),
    ];
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it('by evolution and by a gradient gives the same each time, moves, and counts its episodes', async () => {
    const essa = { ...ESSA, population: 3, cases: 1, share: 0.05 };
    const gradient = { ...GRADIENT, cases: 2, episodes: 3 };
    const evolved = () => evolve(place, essa, 6);
    const followed = () => followGradient(place, grpo, gradient, 6);
    for (const run of [evolved, followed]) {
      const first = without(await run());
      expect(without(await run())).toEqual(first);
      expect(first.points[0]!.divergence).toBe(0);
      expect(first.points.at(-1)!.divergence).toBeGreaterThan(0);
      expect(first.points.at(-1)!.episodes).toBeGreaterThanOrEqual(6);
      expect(first.rounds.at(-1)!.episodes).toBe(first.points.at(-1)!.episodes);
    }
  }, 120_000);
});

describe('the table of rewards', () => {
  const fresh = (truth: number[], reported = truth) => ({
    ...{ sessions: truth.map(String), cases: truth.map(String), truth, reported, goals: truth.map((one) => one > 0) },
  });
  const ids = (values: ReturnType<typeof fresh>) => ({ ...values, sessions: values.truth.map((_, at) => String(at)) });
  const run = (method: string, ends: ReturnType<typeof fresh>): OnlineRun => ({
    ...{ method, seed: '1', rounds: [], playMs: 0, learnMs: 0 },
    points: [
      { episodes: 0, divergence: 0, fresh: ids(fresh(Array.from({ length: 40 }, (_, at) => (at % 4) / 10))) },
      { episodes: 300, divergence: 0.1, fresh: ids(ends) },
    ],
  });
  const rewards = (shift: number, of = 3) => Array.from({ length: 40 }, (_, at) => shift + (at % of) / 10);

  it('says who ends with more, and turns with the sign', () => {
    const findings = (essa: number, grpo: number) =>
      onlineFindings([
        { noise: 'n', runs: [run('essa fp32', fresh(rewards(essa))), run('grpo', fresh(rewards(grpo, 4)))] },
      ]);
    expect(findings(0.5, 0.1)[0]).toContain('essa ends with more');
    expect(findings(0.1, 0.5)[0]).toContain('essa ends with less');
    expect(findings(0.15, 0.1)[0]).toContain('not told apart');
  });

  it('says where what is reported rises and the truth does not', () => {
    const found = onlineFindings([{ noise: 'n', runs: [run('grpo', fresh(rewards(-0.5), rewards(0.9)))] }]);
    expect(found.join()).toContain('over-optimised');
    expect(onlineFindings([{ noise: 'n', runs: [run('grpo', fresh(rewards(0.9)))] }])).toEqual([]);
  });

  it('pairs gains by case', () => {
    const [{ rows } = { rows: [] }] = onlineTables([{ noise: 'n', runs: [run('grpo', fresh(rewards(0.5)))] }]);
    const before = 0.15;
    const after = rewards(0.5).reduce((sum, one) => sum + one, 0) / 40;
    expect((rows[0]!.cells.gained as { estimate: number }).estimate).toBeCloseTo(after - before, 9);
  });
});
