import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from '../contract/action.ts';
import type { Operator } from '../contract/operator.ts';
import { ARMS, type Arm, type Scenario } from '../contract/scenario.ts';
import type { Trace } from '../contract/trace.ts';
import type { TwinPair } from '../contract/twin.ts';
import { runEpisodes } from './batch.ts';
import { closedOptions, closedScenarios } from './test-closed-loop.ts';
import { carelessOperator, perfectOperator, testOperator, testSession } from './test-roles.ts';
import { runTwins, twinOf } from './twins.ts';

const sessions = Array.from({ length: 30 }, (_, i) => testSession(`s${i}`));
const PEEK: Action = { kind: 'click_control', control: 'button:peek' };
const cases = fc.record({
  seed: fc.string({ maxLength: 6 }),
  arms: fc.subarray([...ARMS], { minLength: 1, maxLength: 2 }),
  names: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}$/), { minLength: 2, maxLength: 8 }),
});
const scenariosIn = ({ seed, arms, names }: { seed: string; arms: readonly Arm[]; names: readonly string[] }) =>
  closedScenarios(arms, names.map(testSession)).map((scenario) => ({ ...scenario, seed }));

const scenariosOf = (arms: readonly Arm[], which = sessions) => closedScenarios(arms, which);

async function pairsOf(
  scenarios: readonly Scenario[],
  operator: Operator,
  most?: number,
): Promise<{ runs: Trace[]; pairs: TwinPair[] }> {
  const runs: Trace[] = [];
  const pairs: TwinPair[] = [];
  const onRun = (run: Trace, some: readonly TwinPair[]) => {
    runs.push(run);
    pairs.push(...some);
  };
  await runTwins(scenarios, { ...closedOptions({ operator }), ...(most === undefined ? {} : { most }), onRun });
  return { runs, pairs };
}

async function play(scenarios: readonly Scenario[], operator: Operator): Promise<Trace[]> {
  const traces: Trace[] = [];
  await runEpisodes(scenarios, { ...closedOptions({ operator }), onEpisode: (trace) => traces.push(trace) });
  return traces;
}

const bytes = ({ forced: _, ...trace }: Trace) => JSON.stringify(trace);
const errors = ({ steps }: Trace) => steps.filter(({ closed }) => !closed?.right).map(({ index }) => index);

describe('twins', () => {
  it('each error has one: the same run up to it, and right at it', async () => {
    const { runs, pairs } = await pairsOf(scenariosOf(ARMS), testOperator);
    expect(pairs.map(({ error }) => error)).toEqual(runs.flatMap(errors));
    expect(pairs.length).toBeGreaterThan(100);
    for (const { run, twin, error, weight } of pairs) {
      expect(weight).toBe(1);
      expect(twin.steps.slice(0, error)).toEqual(run.steps.slice(0, error));
      const [wrong, right] = [run.steps[error]!, twin.steps[error]!];
      expect(right).toMatchObject({ chosen: wrong.reference, slipped: false, activeMs: wrong.activeMs });
      expect(right.closed).toMatchObject({ right: true, cause: null, condition: wrong.closed!.condition });
    }
  });

  it('a twin of a twin is the original, byte for byte', async () => {
    let twice = 0;
    const law = fc.asyncProperty(cases, fc.constantFrom(testOperator, carelessOperator), async (one, operator) => {
      const scenarios = scenariosIn(one);
      const { runs } = await pairsOf(scenarios, operator);
      const back = runs.flatMap((run, i) =>
        errors(run).map((error) => ({
          run,
          scenario: twinOf(twinOf(scenarios[i]!, error), error, run.steps[error]!.chosen),
        })),
      );
      twice += back.length;
      const again = await play(
        back.map(({ scenario }) => scenario),
        operator,
      );
      expect(again.map(bytes)).toEqual(back.map(({ run }) => bytes(run)));
    });
    await fc.assert(law, { numRuns: 20, seed: 1 });
    expect(twice).toBeGreaterThan(100);
  });

  it('an injected act that does nothing leaves what follows as it was, wherever it is done', async () => {
    let injected = 0;
    const law = fc.asyncProperty(cases, fc.integer({ min: 1, max: 5 }), async (one, step) => {
      const scenarios = scenariosIn({ ...one, arms: ['human-only'] });
      const plain = await play(scenarios, perfectOperator);
      const forced = { step, action: PEEK };
      const { runs, pairs } = await pairsOf(
        scenarios.map((scenario) => ({ ...scenario, forced })),
        perfectOperator,
      );
      runs.forEach((run, i) => {
        expect(run.outcome).toEqual(plain[i]!.outcome);
        const without = run.steps.filter(({ closed }) => closed?.cause !== 'injected').map(({ chosen }) => chosen);
        expect(without).toEqual(plain[i]!.steps.map(({ chosen }) => chosen));
      });
      injected += pairs.length;
      for (const { run, twin, error } of pairs) {
        expect(run.steps[step]?.closed?.cause).toBe('injected');
        expect(twin.outcome).toEqual(run.outcome);
        expect(run.steps[error + 1]?.closed?.condition).toBe(twin.steps[error]?.closed?.condition);
      }
    });
    await fc.assert(law, { numRuns: 20, seed: 2 });
    expect(injected).toBeGreaterThan(50);
  });

  it('without errors there is none', async () => {
    expect((await pairsOf(scenariosOf(['human-only', 'oracle']), perfectOperator)).pairs).toEqual([]);
  });

  it('a sample stands for all errors, and does not depend on the company', async () => {
    const scenarios = scenariosOf(['selective']);
    const every = await pairsOf(scenarios, testOperator);
    const some = await pairsOf(scenarios, testOperator, 2);
    expect(some.pairs.length).toBeLessThan(every.pairs.length);
    expect(some.pairs.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(every.pairs.length);
    for (const pair of some.pairs) expect(every.pairs.map(({ twin }) => twin)).toContainEqual(pair.twin);
    const alone = await pairsOf(scenarios.slice(7, 8), testOperator, 2);
    expect(alone.pairs).toEqual(some.pairs.filter(({ run }) => run.session === 's7'));
  });

  it('with one twin a run, each of its errors is as likely to get it as any other', async () => {
    const { runs, pairs } = await pairsOf(scenariosOf(ARMS), testOperator, 1);
    const several = pairs.map(({ run, error }) => ({ all: errors(run), error })).filter(({ all }) => all.length > 1);
    const firsts = several.filter(({ all, error }) => all[0] === error).length;
    const expected = several.reduce((sum, { all }) => sum + 1 / all.length, 0);
    const variance = several.reduce((sum, { all }) => sum + (1 - 1 / all.length) / all.length, 0);
    expect(several.length).toBeGreaterThan(60);
    expect(Math.abs(firsts - expected)).toBeLessThan(4 * Math.sqrt(variance));
    for (const { run, weight } of pairs) expect(weight).toBe(errors(run).length);
    expect(pairs).toHaveLength(runs.filter((run) => errors(run).length > 0).length);
  });

  it('a second step cannot be forced', () => {
    const [scenario] = scenariosOf(['copilot']);
    expect(() => twinOf(twinOf(scenario!, 2), 3)).toThrow(/forced at step 2 already: step 3 can have no twin/);
  });
});
