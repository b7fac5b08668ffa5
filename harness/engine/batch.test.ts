import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Environment } from '../contract/environment.ts';
import type { Policy } from '../contract/policy.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { Trace } from '../contract/trace.ts';
import { type BatchOptions, runEpisodes } from './batch.ts';
import { memoCritic, memoPolicy, withoutMemory } from './memo.ts';
import type { Review } from './review.ts';
import { laterDesk, TestDesk, testCatalog } from './test-desk.ts';
import { testCell, testCritic, testGate, testOperator, testPolicy, testScenarios, testSession } from './test-roles.ts';

interface Run {
  readonly traces: readonly Trace[];
  readonly reviews: readonly (readonly Review[])[];
}

async function play(
  scenarios: readonly Scenario[],
  options: Partial<BatchOptions> & { policy?: Policy } = {},
): Promise<Run> {
  const traces: Trace[] = [];
  const reviews: (readonly Review[])[] = [];
  const { policy = testPolicy(), ...rest } = options;
  await runEpisodes(scenarios, {
    catalog: testCatalog,
    rolesOf: () => ({ policy, critic: testCritic, gate: testGate, operator: testOperator }),
    openEnvironment: () => new TestDesk(),
    collectReviews: true,
    ...rest,
    onEpisode: (trace, kept) => {
      traces.push(trace);
      reviews.push(kept);
    },
  });
  return { traces, reviews };
}

const bytes = (run: Run) => JSON.stringify(run);

describe('the batch scheduler', () => {
  it('gives the same bytes whatever the batch size, the concurrency and the desk', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.string(),
          count: fc.integer({ min: 1, max: 25 }),
          batchSize: fc.integer({ min: 1, max: 40 }),
          concurrency: fc.integer({ min: 1, max: 60 }),
          later: fc.boolean(),
          memo: fc.boolean(),
        }),
        async ({ seed, count, batchSize, concurrency, later, memo }) => {
          const scenarios = testScenarios(count, seed);
          const openEnvironment = (): Environment => (later ? laterDesk(new TestDesk()) : new TestDesk());
          const policy = memo ? memoPolicy(testPolicy()) : testPolicy();
          const alone = await play(scenarios, { batchSize: 1, concurrency: 1 });
          const together = await play(scenarios, { batchSize, concurrency, openEnvironment, policy });
          expect(bytes(together)).toBe(bytes(alone));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives each scenario the trace that it has in any other order and company', async () => {
    const scenarios = testScenarios(20);
    const one = await play(scenarios);
    const other = await play([...scenarios].reverse(), { concurrency: 7, batchSize: 3 });
    expect([...other.traces].reverse()).toEqual(one.traces);
  });

  it('hands out one trace for each scenario, in the order asked for', async () => {
    const scenarios = testScenarios(40);
    const { traces } = await play(scenarios, { concurrency: 9, batchSize: 4 });
    const name = (cell: string, session: string) => `${cell} ${session}`;
    expect(traces.map((t) => name(t.cell, t.session))).toEqual(scenarios.map((s) => name(s.cell.id, s.session.id)));
  });

  it('gathers waiting suggestions into full calls', async () => {
    const calls: number[] = [];
    const session = testSession('s1');
    const scenarios = Array.from({ length: 64 }, (_, i) => ({
      cell: testCell('copilot'),
      session: { ...session, id: `c${i}` },
      seed: '1',
    }));
    await play(scenarios, { policy: testPolicy(calls), concurrency: 64, batchSize: 32 });
    expect(Math.max(...calls)).toBe(32);
    expect(calls.length).toBe(2 * session.steps.length);
  });

  it('asks the model once for a screen that several cells meet', async () => {
    const calls: number[] = [];
    const policy = memoPolicy(testPolicy(calls));
    const scenarios = testScenarios(10).filter(({ cell }) => cell.arm === 'copilot');
    const first = await play(scenarios, { policy });
    const asked = calls.reduce((sum, n) => sum + n, 0);
    const second = await play(scenarios, { policy });
    expect(calls.reduce((sum, n) => sum + n, 0)).toBe(asked);
    expect(second).toEqual(first);
    expect(asked).toBeLessThanOrEqual(first.traces.reduce((sum, trace) => sum + trace.steps.length, 0));
  });

  it('asks again, and is told the same, where the memory is taken off', async () => {
    const calls: number[] = [];
    const plain = testPolicy(calls);
    const memo = memoPolicy(plain);
    expect(withoutMemory(memo)).toBe(plain);
    expect(withoutMemory(plain)).toBe(plain);
    expect(withoutMemory(memoCritic(testCritic))).toBe(testCritic);
    const scenarios = testScenarios(10).filter(({ cell }) => cell.arm === 'copilot');
    const remembered = await play(scenarios, { policy: memo });
    const asked = calls.length;
    expect(await play(scenarios, { policy: withoutMemory(memo) })).toEqual(remembered);
    expect(calls.length).toBeGreaterThan(asked);
  });

  it('asks the critic once for a proposal that several cells meet', async () => {
    let asked = 0;
    const critic = memoCritic({
      ...testCritic,
      score: (proposals) => {
        asked += proposals.length;
        return testCritic.score(proposals);
      },
    });
    const rolesOf = () => ({ policy: testPolicy(), critic, gate: testGate, operator: testOperator });
    const scenarios = testScenarios(10).filter(({ cell }) => cell.arm === 'selective');
    const first = await play(scenarios, { rolesOf });
    const once = asked;
    const second = await play(scenarios, { rolesOf });
    expect(once).toBeGreaterThan(0);
    expect(asked).toBe(once);
    expect(second).toEqual(first);
  });

  it('keeps a bounded number of desks and of running episodes', async () => {
    let open = 0;
    let most = 0;
    await play(testScenarios(50), {
      concurrency: 5,
      openEnvironment: () => {
        most = Math.max(most, ++open);
        const desk = new TestDesk();
        return Object.assign(desk, { close: () => void open-- });
      },
    });
    expect(most).toBe(5);
    expect(open).toBe(0);
  });
});

describe('a long run', () => {
  it('lets the process hear signals and timers on the way, with and without a model', async () => {
    const session = testSession('s1');
    const scenarios = Array.from({ length: 3000 }, (_, i) => ({
      cell: testCell('copilot'),
      session: { ...session, id: `r${i}` },
      seed: '1',
    }));
    for (const policy of [testPolicy(), null]) {
      let rests = 0;
      const timer = setInterval(() => rests++, 0);
      await play(scenarios, { rolesOf: () => ({ policy, critic: null, gate: null, operator: testOperator }) });
      clearInterval(timer);
      expect(rests).toBeGreaterThan(2);
    }
  });

  it('hears them after a few calls of a model that answers at once, however few episodes there are', async () => {
    const policy = testPolicy();
    let [calls, most] = [0, 0];
    const counting: Policy = {
      ...policy,
      suggest: (screens) => {
        most = Math.max(most, ++calls);
        return policy.suggest(screens);
      },
    };
    let playing = true;
    const turn = () => {
      calls = 0;
      if (playing) setImmediate(turn);
    };
    turn();
    await play(testScenarios(100), { policy: counting, batchSize: 4 });
    playing = false;
    expect(most).toBeLessThan(40);
  });
});

describe('a desk that fails', () => {
  it('costs a retry and changes nothing else', async () => {
    const scenarios = testScenarios(30);
    const whole = await play(scenarios);
    for (const later of [false, true]) {
      const failures = new Map<string, number>();
      const fails = (id: string) => {
        const before = failures.get(id) ?? 0;
        failures.set(id, before + 1);
        return id.endsWith('3') && before === 2;
      };
      const openEnvironment = () => (later ? laterDesk(new TestDesk(fails)) : new TestDesk(fails));
      const broken = await play(scenarios, { openEnvironment, concurrency: 4, batchSize: 2 });
      expect(broken.traces.reduce((sum, trace) => sum + trace.retries, 0)).toBeGreaterThan(0);
      expect(bytes({ ...broken, traces: broken.traces.map((trace) => ({ ...trace, retries: 0 })) })).toBe(bytes(whole));
    }
  });

  it('that never recovers is a crashed episode, and the others go on', async () => {
    const scenarios = testScenarios(5);
    const { traces } = await play(scenarios, {
      openEnvironment: () => new TestDesk((id) => id === 's2'),
      maxRetries: 3,
    });
    const crashed = traces.filter((trace) => trace.end === 'crashed');
    expect(traces).toHaveLength(15);
    expect(crashed.map(({ session, steps, retries }) => ({ session, steps, retries }))).toEqual(
      Array.from({ length: 3 }, () => ({ session: 's2', steps: [], retries: 3 })),
    );
  });
});

describe('what is not the desk’s failure ends the run and says where', () => {
  it('a log that does not fit its procedures', async () => {
    const session = testSession('odd');
    const steps = session.steps.map((step) => ({
      ...step,
      action: { kind: 'select_procedure' as const, procedure: 'none' },
    }));
    const scenario = { cell: testCell('copilot'), session: { ...session, steps }, seed: '9' };
    await expect(play([scenario])).rejects.toThrow(
      /Session "odd", step 0, cell "copilot", seed "9".*"procedure:none".*importer/,
    );
  });

  it('a model that throws, or answers too little', async () => {
    const policy = { ...testPolicy(), suggest: async () => [] };
    await expect(play(testScenarios(2), { policy })).rejects.toThrow('Policy "by-hash" gave 0 answers to 4 inputs.');
  });

  it('a critic that gives no probability', async () => {
    const critic = { ...testCritic, score: async (all: readonly unknown[]) => all.map(() => Number.NaN) };
    const rolesOf = () => ({ policy: testPolicy(), critic, gate: testGate, operator: testOperator });
    await expect(play(testScenarios(9), { rolesOf })).rejects.toThrow(/score is NaN/);
  });
});
