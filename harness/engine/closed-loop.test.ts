import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, sameAction } from '../contract/action.ts';
import type { Operator, OperatorRequest } from '../contract/operator.ts';
import type { Example, Policy } from '../contract/policy.ts';
import { ARMS, type Arm, type Scenario } from '../contract/scenario.ts';
import type { Trace, TraceStep } from '../contract/trace.ts';
import { createStreams } from '../shared/streams.ts';
import { type BatchOptions, runEpisodes } from './batch.ts';
import { SimulatedEpisode } from './closed-loop.ts';
import { memoPolicy } from './memo.ts';
import type { Review } from './review.ts';
import { closedOptions, closedScenarios } from './test-closed-loop.ts';
import { laterDesk, TestDesk, testCatalog } from './test-desk.ts';
import { carelessOperator, perfectOperator, testOperator, testPolicy, testSession } from './test-roles.ts';
import { testWorld } from './test-world.ts';

const sessions = Array.from({ length: 40 }, (_, i) => testSession(`s${i}`));
const scenariosOf = (arms: readonly Arm[] = ARMS, which = sessions) => closedScenarios(arms, which);

interface Run {
  readonly traces: Trace[];
  readonly reviews: (readonly Review[])[];
  readonly examples: (readonly Example[])[];
}

async function play(
  scenarios: readonly Scenario[],
  options: Partial<BatchOptions> & { policy?: Policy; operator?: Operator } = {},
): Promise<Run> {
  const run: Run = { traces: [], reviews: [], examples: [] };
  const { policy, operator, ...rest } = options;
  await runEpisodes(scenarios, {
    ...closedOptions({ ...(policy && { policy }), ...(operator && { operator }) }),
    collectReviews: true,
    collectExamples: true,
    ...rest,
    onEpisode: (trace, reviews, examples) => {
      run.traces.push(trace);
      run.reviews.push(reviews);
      run.examples.push(examples);
    },
  });
  return run;
}

const stepsOf = (traces: readonly Trace[]) => traces.flatMap(({ steps }) => steps);
const wrongSteps = (traces: readonly Trace[]) => stepsOf(traces).filter(({ closed }) => !closed?.right);

/** Proposes the same thing for ever. */
const always = (action: Action): Policy => ({
  ...testPolicy(),
  suggest: async (screens) => screens.map(() => ({ ranked: [{ action, confidence: 1 }] })),
});

it('names what is learned from play by its case, and keeps the session’s own name beside it', async () => {
  const shared = sessions
    .slice(0, 4)
    .map((session, at) => ({ ...session, ...(at < 2 ? { caseKey: 'one case' } : {}) }));
  const { examples, reviews } = await play(scenariosOf(['copilot'], shared));
  const cases = ['one case', 'one case', 's2', 's3'];
  expect(examples.map((own) => [...new Set(own.map(({ session }) => session))])).toEqual(cases.map((name) => [name]));
  for (const [at, own] of reviews.entries())
    for (const { session, caseKey } of own) expect([session, caseKey ?? session]).toEqual([`s${at}`, cases[at]]);
});

describe('closed loop performs what was decided', () => {
  it('on the desk and in the world, and says how the case ended', async () => {
    const { traces, examples } = await play(scenariosOf());
    expect(wrongSteps(traces).length).toBeGreaterThan(100);
    traces.forEach((trace, i) => {
      expect(trace.loop).toBe('closed');
      expect(trace.outcome?.how === 'unfinished').toBe(trace.end === 'truncated');
      expect(examples[i]?.map(({ action }) => action)).toEqual(trace.steps.map(({ chosen }) => chosen));
      const first = trace.steps.findIndex((step) => !step.closed?.right);
      expect(trace.divergedAt).toBe(first < 0 ? null : first);
    });
  });

  it('without noise and help reaches every goal by the log’s own acts', async () => {
    const { traces } = await play(scenariosOf(['human-only']), { operator: perfectOperator });
    traces.forEach((trace, i) => {
      expect(trace.steps.map(({ chosen }) => chosen)).toEqual(sessions[i]?.steps.map(({ action }) => action));
      expect(trace).toMatchObject({ end: 'completed', divergedAt: null, outcome: { goalReached: true } });
    });
  });

  it('reaches every goal with the worst policy where the gate knows the truth and operators do not err', async () => {
    const { traces } = await play(scenariosOf(['oracle', 'copilot']), { operator: perfectOperator });
    for (const trace of traces) expect(trace).toMatchObject({ divergedAt: null, outcome: { goalReached: true } });
    expect(stepsOf(traces).some(({ decision }) => decision === 'execute')).toBe(true);
  });

  it('needs a world, and says so', async () => {
    const { world: _, ...rest } = { world: null };
    const options = { ...rest, catalog: testCatalog, openEnvironment: () => new TestDesk(), onEpisode: () => {} };
    const rolesOf = () => ({ policy: null, critic: null, gate: null, operator: testOperator });
    await expect(runEpisodes(scenariosOf(['copilot']), { ...options, rolesOf })).rejects.toThrow(/has no world: give/);
  });
});

describe('who lets an error happen', () => {
  it('is named at every wrong step, and nowhere else', async () => {
    const { traces } = await play(scenariosOf());
    traces.push(...(await play(scenariosOf(['human-only']), { operator: carelessOperator })).traces);
    const [seen, deceived] = [new Set<string>(), new Set<string>()];
    for (const { closed, decision, slipped, verdict } of stepsOf(traces)) {
      expect(closed?.cause === null).toBe(closed?.right);
      if (closed?.right) expect(closed.deceivedBy).toBeNull();
      if (!closed?.cause) continue;
      seen.add(closed.cause);
      // Who acts as the case looks is deceived, automation as well as an operator.
      if (closed.cause === 'earlier error') expect(closed.deceivedBy).toBe('earlier error');
      if (closed.deceivedBy) deceived.add(closed.cause);
      if (closed.cause === 'policy passed by gate') expect(decision).toBe('execute');
      if (closed.cause === 'operator accepted') expect(verdict).toBe('accept');
      if (slipped) expect(closed.cause).toBe('operator slipped');
    }
    expect(seen).toEqual(new Set(['policy passed by gate', 'operator accepted', 'operator slipped', 'earlier error']));
    expect(deceived).not.toContain('operator accepted');
  });

  it('is said of automation, too, that what it did looked right', () => {
    const [looksRight, wrong, right] = ['a', 'b', 'c'].map(
      (text): Action => ({ kind: 'send_text', reply: null, text }),
    );
    const begun = testWorld.begin(sessions[0]!, createStreams({ seed: '1', session: 's0' }));
    const truth = { acceptable: [right!], apparent: [looksRight!], amiss: 'customer' as const };
    const course = new SimulatedEpisode({ ...begun, truth, standing: [], perform: () => begun }, 9, null, testCatalog);
    const decided = { actor: 'automation', suggestion: null, feedback: null, injected: false } as const;
    const judged = (chosen: Action) => course.perform({ ...decided, chosen }).judged;
    expect(judged(looksRight!)).toMatchObject({ closed: { cause: 'policy passed by gate', deceivedBy: 'customer' } });
    expect(judged(wrong!)).toMatchObject({ closed: { cause: 'policy passed by gate', deceivedBy: null } });
    expect(judged(right!)).toMatchObject({ closed: { cause: null, deceivedBy: null } });
  });

  it('a repair names the step that it puts right', async () => {
    const { traces } = await play(scenariosOf(['human-only']), { operator: carelessOperator });
    const repairs = traces.flatMap(({ steps }) =>
      steps.filter(({ closed }) => closed?.repaired.length).map((step) => ({ step, steps })),
    );
    expect(repairs.length).toBeGreaterThan(3);
    for (const { step, steps } of repairs)
      for (const at of step.closed!.repaired) {
        expect(at).toBeLessThan(step.index);
        expect(steps[at]?.closed?.right).toBe(false);
      }
  });
});

describe('arms', () => {
  it('confirmed close: nobody but an operator ends a case', async () => {
    const ends = (step: TraceStep) => step.chosen.kind === 'close' || step.chosen.kind === 'transfer';
    const selective = stepsOf((await play(scenariosOf(['selective']))).traces);
    const confirmed = stepsOf((await play(scenariosOf(['confirmed-close']))).traces);
    expect(selective.some((step) => ends(step) && step.decision === 'execute')).toBe(true);
    expect(confirmed.some((step) => ends(step) && step.decision === 'execute')).toBe(false);
    expect(confirmed.some((step) => step.decision === 'execute')).toBe(true);
  });

  it('chatbot: the policy alone, then, once it is at its wits’ end, the operator alone', async () => {
    const { traces } = await play(scenariosOf(['chatbot']));
    let handed = 0;
    for (const { steps } of traces) {
      const from = steps.findIndex(({ decision }) => decision === 'defer');
      if (from < 0) continue;
      handed++;
      for (const step of steps.slice(0, from)) expect(step).toMatchObject({ verdict: null, score: null });
      for (const step of steps.slice(from)) expect(step.verdict).toBe('unaided');
      for (const step of steps.slice(from + 1)) expect(step).toMatchObject({ suggestion: null, screenHash: null });
    }
    expect(handed).toBeGreaterThan(5);
  });

  it.each([
    { below: undefined, kept: 0.5, handed: 0.49 },
    { below: 0.2, kept: 0.2, handed: 0.19 },
    { below: 0, kept: 0, handed: null },
  ])('chatbot: hands over what it is less sure of than its cell says ($below)', async ({ below, kept, handed }) => {
    const sure = async (confidence: number) => {
      const greet: Action = { kind: 'send_text', reply: 'greet', text: 'greet' };
      const policy: Policy = {
        ...testPolicy(),
        suggest: async (screens) => screens.map(() => ({ ranked: [{ action: greet, confidence }] })),
      };
      const scenarios = scenariosOf(['chatbot']).map((one) =>
        below === undefined ? one : { ...one, cell: { ...one.cell, handsOverBelow: below } },
      );
      const { traces } = await play(scenarios, { policy, operator: perfectOperator });
      return traces.map(({ steps }) => steps[0]?.decision);
    };
    expect(new Set(await sure(kept))).toEqual(new Set(['execute']));
    if (handed !== null) expect(new Set(await sure(handed))).toEqual(new Set(['defer']));
  });

  it.each(['selective', 'oracle'] as const)('%s: an operator who keeps a case works it to its end', async (arm) => {
    const keeper: Operator = { respond: (request) => ({ ...testOperator.respond(request), keeps: true }) };
    const { traces } = await play(scenariosOf([arm]), { operator: keeper });
    let kept = 0;
    for (const { steps } of traces) {
      const from = steps.findIndex(({ decision }) => decision === 'defer');
      if (from < 0) continue;
      kept += steps.length - from - 1;
      for (const step of steps.slice(from)) expect(step.decision).toBe('defer');
      for (const step of steps.slice(from + 1)) expect(step.score).toBeNull();
    }
    expect(kept).toBeGreaterThan(20);
  });

  it('operators hear how many steps ran without them since one last acted', async () => {
    const heard: number[] = [];
    const operator: Operator = {
      respond: (request) => {
        heard.push(request.unattendedSteps ?? -1);
        return testOperator.respond(request);
      },
    };
    const { traces } = await play(scenariosOf(['selective', 'copilot'], sessions.slice(0, 10)), {
      operator,
      concurrency: 1,
      batchSize: 1,
    });
    const expected: number[] = [];
    for (const { steps } of traces) {
      let ran = 0;
      for (const { decision } of steps) {
        if (decision === 'defer') expected.push(ran);
        ran = decision === 'defer' ? 0 : ran + 1;
      }
    }
    expect(heard).toEqual(expected);
    expect(Math.max(...heard)).toBeGreaterThan(1);
  });

  it('automation that goes round in circles is handed to the operator', async () => {
    const peek: Action = { kind: 'click_control', control: 'button:peek' };
    for (const arm of ['selective', 'chatbot'] as const) {
      const { traces } = await play(scenariosOf([arm]), { policy: always(peek), operator: perfectOperator });
      for (const { steps, end } of traces) {
        expect(end).toBe('completed');
        expect(steps.filter(({ decision }) => decision === 'execute').length).toBeLessThan(steps.length / 2 + 1);
      }
    }
  });

  it('an episode that comes to no end is cut off', async () => {
    const greet: Action = { kind: 'send_text', reply: 'ask', text: 'ask' };
    const operator: Operator = { respond: () => ({ verdict: 'unaided', action: greet, slipped: false, activeMs: 1 }) };
    const [trace] = (await play(scenariosOf(['human-only'], sessions.slice(0, 1)), { operator })).traces;
    expect(trace).toMatchObject({ end: 'truncated', outcome: { how: 'unfinished', goalReached: false } });
    expect(trace?.steps).toHaveLength(3 * sessions[0]!.steps.length + 20);
  });
});

describe('what operators and models learn from', () => {
  it('operators hear of the situation, the accepts in a row and their day', async () => {
    const work = { operator: 'ann', sinceRestMs: 5, casesWorked: 2, queueLength: 1 };
    const asked: OperatorRequest[] = [];
    const operator: Operator = {
      respond: (request) => {
        asked.push(request);
        return testOperator.respond(request);
      },
    };
    const [scenario] = scenariosOf(['copilot'], sessions.slice(2, 3));
    const { traces } = await play([{ ...scenario!, work }], { operator });
    let row = 0;
    traces[0]!.steps.forEach((step, i) => {
      expect(asked[i]).toMatchObject({ work, acceptsInRow: row });
      row = step.verdict === 'accept' ? row + 1 : 0;
    });
    expect(new Set(asked.map(({ step }) => step)).size).toBe(asked.length);
  });

  it('examples hold the error that was made, and what was rejected for it', async () => {
    const { traces, examples, reviews } = await play(scenariosOf(['copilot']));
    const steps = stepsOf(traces);
    examples.flat().forEach((example, i) => {
      const { verdict, suggestion, chosen } = steps[i]!;
      const rejected = verdict === 'correct' && !sameAction(suggestion!, chosen) ? suggestion : undefined;
      expect(example.action).toEqual(chosen);
      expect(example.rejected).toEqual(rejected);
    });
    expect(examples.flat().some(({ rejected }) => rejected)).toBe(true);
    reviews.forEach((kept, i) => {
      for (const { step, accepted } of kept) expect(traces[i]!.steps[step]?.verdict === 'accept').toBe(accepted);
    });
    expect(reviews.flat().length).toBeGreaterThan(20);
  });
});

describe('laws of the closed loop', () => {
  it('gives the same bytes whatever batch size, concurrency, desk and company', async () => {
    const scenarios = scenariosOf(ARMS, sessions.slice(0, 12));
    const alone = await play(scenarios, { batchSize: 1, concurrency: 1 });
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          batchSize: fc.integer({ min: 1, max: 40 }),
          concurrency: fc.integer({ min: 1, max: 60 }),
          later: fc.boolean(),
          memo: fc.boolean(),
          from: fc.integer({ min: 0, max: scenarios.length - 5 }),
        }),
        async ({ batchSize, concurrency, later, memo, from }) => {
          const openEnvironment = () => (later ? laterDesk(new TestDesk()) : new TestDesk());
          const policy = memo ? memoPolicy(testPolicy()) : testPolicy();
          const some = await play(scenarios.slice(from), { batchSize, concurrency, openEnvironment, policy });
          expect(JSON.stringify(some.traces)).toBe(JSON.stringify(alone.traces.slice(from)));
          expect(JSON.stringify(some.examples)).toBe(JSON.stringify(alone.examples.slice(from)));
        },
      ),
      { numRuns: 12 },
    );
  });

  it('a desk that fails costs a retry and changes nothing else', async () => {
    const scenarios = scenariosOf(['selective', 'human-only']);
    const whole = await play(scenarios);
    const failures = new Map<string, number>();
    const fails = (id: string) => {
      const before = failures.get(id) ?? 0;
      failures.set(id, before + 1);
      return id.endsWith('3') && before === 2;
    };
    const broken = await play(scenarios, { openEnvironment: () => new TestDesk(fails), concurrency: 4 });
    expect(broken.traces.some(({ retries }) => retries > 0)).toBe(true);
    expect(broken.traces.map((trace) => ({ ...trace, retries: 0 }))).toEqual(whole.traces);
    expect(broken.examples).toEqual(whole.examples);
  });
});
