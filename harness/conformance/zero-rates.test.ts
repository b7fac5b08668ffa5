import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metric as errorsPerSession } from '../../reports/metrics/errors-per-session.ts';
import { metric as leakRate } from '../../reports/metrics/leak-rate.ts';
import { metric as leaked } from '../../reports/metrics/leaked.ts';
import { metric as sessionAutomation } from '../../reports/metrics/session-automation.ts';
import { amplification } from '../../reports/propagation/amplification.ts';
import { blastRadius } from '../../reports/propagation/blast-radius.ts';
import { detectionDelay } from '../../reports/propagation/detection-delay.ts';
import { type NoiseLevel, noiseGain } from '../../reports/propagation/noise-gain.ts';
import { propagationDepth } from '../../reports/propagation/propagation-depth.ts';
import { reproductionNumber } from '../../reports/propagation/reproduction-number.ts';
import { rootCauses } from '../../reports/propagation/root-causes.ts';
import { safeAutomation } from '../../reports/propagation/safe-automation.ts';
import type { Metric } from '../contract/metric.ts';
import { uniformNoise } from '../contract/noise-rates.ts';
import type { Policy } from '../contract/policy.ts';
import type { Arm } from '../contract/scenario.ts';
import type { Trace } from '../contract/trace.ts';
import { CALM_WORLD } from '../contract/world.ts';
import { hashShare } from '../shared/hash.ts';
import { anyPolicy } from './any-policy.ts';
import { type ClosedPlay, closedScenario, closedWorld, pairClosed } from './closed-player.ts';

const { sessions } = closedWorld;
/** Arms in which nothing wrong is done unless an operator errs. */
const GUARDED = ['human-only', 'copilot', 'oracle'] as const satisfies readonly Arm[];

/** Operators who never err and notice everything, in a world that keeps to the plan; any number of sessions, any policy. */
const settings = fc.record({
  seed: fc.stringMatching(/^[a-z]{1,6}$/),
  policy: fc.stringMatching(/^[a-z]{1,6}$/),
  played: fc.subarray([...sessions.keys()], { minLength: 8, maxLength: 12 }),
});

/** Knows some cases by heart and proposes anything in the others. */
function unevenPolicy(name: string): Policy {
  const logs = new Map(sessions.map(({ id, steps }) => [id, steps]));
  const others = anyPolicy(name, sessions);
  return {
    ...others,
    suggest: async (screens) => {
      const suggested = await others.suggest(screens);
      return screens.map(({ caseId, timeline }, at) => {
        const action = hashShare('test', name, caseId) < 0.5 ? logs.get(caseId)?.[timeline.length]?.action : undefined;
        return action ? { ranked: [{ action, confidence: 1 }] } : suggested[at]!;
      });
    },
  };
}

async function playGuarded(
  arm: Arm,
  { seed, policy, played }: typeof settings extends fc.Arbitrary<infer T> ? T : never,
) {
  const noise = { ...uniformNoise(), notice: 1 };
  const play: ClosedPlay = { world: closedWorld.world(CALM_WORLD), policy: unevenPolicy(policy), noise };
  return pairClosed(
    played.map((at) => closedScenario(arm, sessions[at]!, play, { seed })),
    play,
  );
}

function sumsOf(metric: Metric, traces: readonly Trace[]): { numerator: number; denominator: number } {
  const parts = traces.map((trace) => metric.measure(trace));
  const sum = (part: 'numerator' | 'denominator') => parts.reduce((all, one) => all + one[part], 0);
  return { numerator: sum('numerator'), denominator: sum('denominator') };
}

describe('at zero error rates', () => {
  it('every metric is zero, or there is nothing to measure; what runs unattended is all safe', async () => {
    let [wrongSuggestions, unattended] = [0, 0];
    const law = fc.asyncProperty(settings, async (one) => {
      const levels: NoiseLevel[] = [];
      const points = [];
      for (const [at, arm] of GUARDED.entries()) {
        const { runs, pairs } = await playGuarded(arm, one);
        wrongSuggestions += sumsOf(leakRate, runs).denominator;
        for (const metric of [leakRate, leaked, errorsPerSession]) expect(sumsOf(metric, runs).numerator).toBe(0);
        expectNothingPropagates(runs);
        // No error, no twin: what is told of an error is undefined.
        expect(pairs).toEqual([]);
        for (const mean of [
          ...Object.values(propagationDepth(pairs)),
          ...Object.values(blastRadius(pairs)),
          amplification(pairs),
          reproductionNumber(pairs),
        ])
          expect(mean).toMatchObject({ estimate: null, values: 0 });
        levels.push({ noise: at / 10, traces: runs });
        const { numerator, denominator } = sumsOf(sessionAutomation, runs);
        const failures = runs.filter(({ outcome }) => !outcome?.goalReached).length;
        points.push({ label: arm, coverage: numerator / denominator, sessions: runs.length, failures });
        unattended += numerator;
      }
      // No session differs from level to level, which tells no spread.
      expect(noiseGain(levels)).toMatchObject({ estimate: 0, low: null, high: null });
      // Eight sessions without a failure bound their error below one half, whichever of three settings they are of.
      const whole = Math.max(...points.map(({ coverage }) => coverage));
      expect(safeAutomation(points, 0.5).best).toMatchObject({ coverage: whole, failures: 0 });
    });
    await fc.assert(law, { numRuns: 8, seed: 31 });
    expect(wrongSuggestions).toBeGreaterThan(50);
    expect(unattended).toBeGreaterThan(20);
  });

  it('a grid of zero rates only has no slope', async () => {
    await fc.assert(
      fc.asyncProperty(settings, fc.constantFrom(...GUARDED), async (one, arm) => {
        const { runs } = await playGuarded(arm, one);
        const level = { noise: 0, traces: runs };
        expect(() => noiseGain([level, level, level])).toThrow('at least two noise levels');
      }),
      { numRuns: 2, seed: 32 },
    );
  });
});

function expectNothingPropagates(runs: readonly Trace[]): void {
  expect(runs.length).toBeGreaterThanOrEqual(8);
  for (const { outcome, divergedAt } of runs) {
    expect(divergedAt).toBeNull();
    expect(outcome).toMatchObject({ how: 'resolved', goalReached: true, misled: [] });
  }
  const { repaired, delay, waited } = detectionDelay(runs);
  for (const mean of [repaired, delay, waited]) expect(mean).toMatchObject({ estimate: null, values: 0 });
  for (const { errors, share, perSession } of rootCauses(runs)) {
    expect(errors).toBe(0);
    expect(share.estimate).toBeNull();
    expect(perSession.estimate).toBe(0);
  }
}
