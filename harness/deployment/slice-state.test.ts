import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from '../contract/action.ts';
import type { MonitorRecipe } from '../contract/monitor.ts';
import type { Arm } from '../contract/scenario.ts';
import type { Trace, TraceStep } from '../contract/trace.ts';
import { TestDesk } from '../engine/test-desk.ts';
import { testSession } from '../engine/test-roles.ts';
import type { RoundRules } from './rounds-input.ts';
import { SliceState } from './slice-state.ts';

const CLOSE: Action = { kind: 'close', resolution: 'solved' };
const TRANSFER: Action = { kind: 'transfer', queue: 'expert' };

/** Alarms at the first observation that is far worse than usual. */
const nervous: MonitorRecipe = {
  name: 'nervous',
  summary: 'Alarms at once.',
  promise: 'measured',
  create: ({ baseline }) => {
    let on = false;
    return {
      name: 'nervous',
      statistic: 0,
      update: (value) => {
        on ||= value > baseline + 0.5;
        return on;
      },
      reset: () => undefined,
    };
  },
};

const RULES: RoundRules = {
  minLogged: 1,
  minSupport: 1,
  minPassing: 0,
  calibrationDays: 0,
  sampleShare: 0,
  roundDays: 1,
  shifts: 1,
  memorySessions: 1,
  meanRun: 100,
  returnRate: 1,
};

interface Case {
  readonly accepted: boolean;
  readonly right: boolean;
  readonly reached: boolean;
}

let numbered = 0;

/** A case whose end was proposed to an operator. */
function ended({ accepted, right, reached }: Case, session = `s${numbered++}`): Trace {
  const step: TraceStep = {
    index: 0,
    screenHash: null,
    reference: right ? CLOSE : TRANSFER,
    critical: true,
    suggestion: CLOSE,
    confidence: 1,
    score: null,
    decision: 'defer',
    verdict: accepted ? 'accept' : 'correct',
    slipped: false,
    chosen: accepted ? CLOSE : TRANSFER,
    activeMs: 1000,
    closed: {
      condition: '',
      suggestionRight: right,
      right: right === accepted,
      cause: null,
      deceivedBy: null,
      repaired: [],
    },
  };
  const outcome = {
    how: reached ? ('resolved' as const) : ('closed-wrongly' as const),
    goalReached: reached,
    fields: {},
    commitments: [],
    misled: [],
  };
  return {
    session,
    cell: 'c',
    seed: '1',
    loop: 'closed',
    steps: [step],
    end: 'completed',
    divergedAt: null,
    outcome,
    retries: 0,
  };
}

const FINE: Case = { accepted: true, right: true, reached: true };

/** Never alarms. */
const calm: MonitorRecipe = {
  name: 'calm',
  summary: 'Never alarms.',
  promise: 'measured',
  create: () => ({ name: 'calm', statistic: 0, update: () => false, reset: () => undefined }),
};

/** A slice under watch that has seen nothing bad so far. */
async function watched(
  rules: Partial<RoundRules> = {},
  usual: Case = FINE,
  worked = 0,
  monitors: readonly MonitorRecipe[] = [nervous],
): Promise<SliceState> {
  const state = new SliceState('slice', 'logging', 0, {
    rules: { ...RULES, ...rules },
    monitors,
    seed: '1',
  });
  for (let i = 0; i < 30; i++) await state.take(ended(FINE), 'human-only', [], 0);
  state.enter('copilot', 0);
  for (let i = 0; i < 60; i++) await state.take(ended(usual), 'copilot', [], worked);
  state.beginDay(8);
  state.enter('calibration', 8);
  return state;
}

const guardrails = ({ alarms }: SliceState) => alarms.map(({ guardrail }) => guardrail);

describe('the guardrails of a slice', () => {
  it('see operators’ answers and returning customers, not what was right', async () => {
    const cases = fc.array(fc.record({ accepted: fc.boolean(), right: fc.boolean(), reached: fc.boolean() }));
    await fc.assert(
      fc.asyncProperty(cases, fc.infiniteStream(fc.boolean()), async (all, lies) => {
        const [told, lied] = [await watched({ returnRate: 0 }), await watched({ returnRate: 0 })];
        const next = () => lies.next().value === true;
        for (const [at, one] of all.entries()) {
          const first = await told.take(ended(one, `c${at}`), 'copilot', [], 9);
          const other = { ...one, right: next(), reached: next() };
          expect(await lied.take(ended(other, `c${at}`), 'copilot', [], 9)).toBe(first);
        }
        expect(lied.alarms).toEqual(told.alarms);
        expect(guardrails(told).includes('finalisation rejection')).toBe(all.some(({ accepted }) => !accepted));
      }),
      { numRuns: 20 },
    );
  });

  it('hear of returns when they come, not before', async () => {
    const state = await watched({ returnDays: 2 });
    expect(await state.take(ended({ ...FINE, reached: false }), 'selective', [], 9)).toBe(false);
    expect(state.beginDay(10)).toBe(false);
    expect(state.beginDay(11)).toBe(true);
    expect(guardrails(state)).toEqual(['returns']);
    expect(state.beginDay(12)).toBe(false);
  });

  it('forget customers of before a rollback', async () => {
    const state = await watched({ returnDays: 1 });
    await state.take(ended({ ...FINE, reached: false }), 'selective', [], 9);
    state.rollBack(9);
    state.enter('calibration', 9);
    expect(state.beginDay(10)).toBe(false);
  });

  it('do not hold the copilot’s customers against automation', async () => {
    const state = await watched({ returnDays: 1, returnsAgainst: 'logging' }, { ...FINE, reached: false }, 8);
    expect(state.beginDay(9)).toBe(false);
    await state.take(ended({ ...FINE, reached: false }), 'selective', [], 9);
    expect(state.beginDay(10)).toBe(true);
  });

  it.each<[Arm, readonly string[]]>([
    ['copilot', ['finalisation rejection', 'interventions']],
    ['confirmed-close', ['finalisation rejection', 'interventions']],
    ['selective', ['interventions']],
  ])('take a refused end in a %s session for %j', async (arm, expected) => {
    const state = await watched();
    await state.take(ended({ ...FINE, accepted: false }), arm, [], 9);
    expect(guardrails(state)).toEqual(expected);
  });

  it('hold returns against operators alone where they are told to: copilots that do harm are not usual then', async () => {
    const harm: Case = { ...FINE, reached: false };
    const bad = ended(harm);
    expect(await (await watched({}, harm)).take(bad, 'selective', [], 9)).toBe(false);
    expect(await (await watched({ returnsAgainst: 'logging' }, harm)).take(bad, 'selective', [], 9)).toBe(true);
  });
});

describe('monitors side by side', () => {
  it.each([
    [[nervous, calm], true],
    [[calm, nervous], false],
  ] as const)('all are written down, and only the first one calls for a rollback', async (monitors, acts) => {
    const state = await watched({}, FINE, 0, monitors);
    expect(await state.take(ended({ ...FINE, accepted: false }), 'confirmed-close', [], 9)).toBe(acts);
    expect(state.alarms.map(({ monitor }) => monitor)).toEqual(['nervous', 'nervous']);
    expect(state.alarms.every((alarm) => alarm.acts === acts)).toBe(true);
  });
});

it('a rollback leaves nothing of what was learned before it', async () => {
  const state = await watched();
  const desk = new TestDesk();
  desk.reset(testSession('s'));
  const screen = desk.observe();
  const review = { screen, suggestion: { ranked: [] }, accepted: true, session: 's', step: 0, action: CLOSE };
  await state.take(ended(FINE), 'copilot', [review], 9);
  state.examples = [{ slice: 'slice', example: { screen, action: CLOSE, session: 's' } }];
  state.wantsPolicy = false;
  expect(state.reviews).toHaveLength(1);
  state.rollBack(9);
  expect(state).toMatchObject({
    reviews: [],
    examples: [],
    wantsPolicy: true,
    rolledBack: true,
    stage: 'copilot',
    since: 9,
  });
});

it('a new version begins without answers to the one before, and wants no other', () => {
  const state = new SliceState('slice', 'copilot', 0, { rules: RULES, monitors: [], seed: '1' });
  state.reviews = [{} as never];
  const version = { number: 2, policy: {} as never };
  state.deploy(version, 5);
  expect(state).toMatchObject({ version, reviews: [], wantsPolicy: false, learnedOn: 5, stage: 'copilot' });
});

describe('a day of a slice', () => {
  const state = () => new SliceState('slice', 'copilot', 0, { rules: RULES, monitors: [], seed: '1' });
  const ran = (right: boolean, reached = right): Trace => {
    const { steps, ...trace } = ended({ ...FINE, right, reached });
    return { ...trace, steps: steps.map((step) => ({ ...step, decision: 'execute', verdict: null })) };
  };

  it('counts what ran without operators, what of it was wrong, and what ended well', async () => {
    const day = state();
    for (const trace of [ended(FINE), ran(true), ran(false), ran(true, false)])
      await day.take(trace, 'selective', [], 1);
    expect(day.counts).toMatchObject({
      sessions: 4,
      steps: 4,
      executed: 3,
      wrongExecuted: 1,
      automated: 3,
      reached: 2,
    });
    expect(day.counts).toMatchObject({ activeMs: 4000, crashed: 0 });
    day.beginDay(2);
    expect(day.counts).toMatchObject({ sessions: 0, steps: 0, activeMs: 0 });
  });

  it('counts crashed sessions as nothing else, and learns nothing of them', async () => {
    const day = state();
    await day.take({ ...ran(true), end: 'crashed' }, 'copilot', [{} as never], 1);
    expect(day.counts).toMatchObject({ sessions: 1, crashed: 1, steps: 0, executed: 0, automated: 0, reached: 0 });
    expect(day.reviews).toEqual([]);
  });

  it('learns from answers in copilot sessions alone', async () => {
    const day = state();
    for (const arm of ['copilot', 'confirmed-close', 'selective', 'human-only'] as const)
      await day.take(ended(FINE), arm, [arm as never], 1);
    expect(day.reviews).toEqual(['copilot']);
  });

  it('works sessions by its stage, and leaves a sample of an automated slice’s with operators', () => {
    const arms = (stage: 'logging' | 'copilot' | 'calibration' | 'selective', sampleShare: number) => {
      const slice = new SliceState('slice', stage, 0, { rules: { ...RULES, sampleShare }, monitors: [], seed: '1' });
      const all = Array.from({ length: 400 }, (_, at) => slice.armOf(testSession(`a${at}`)));
      return { kinds: [...new Set(all)].sort(), sampled: all.filter((arm) => arm === 'copilot').length / all.length };
    };
    expect(arms('logging', 1).kinds).toEqual(['human-only']);
    expect(arms('copilot', 0).kinds).toEqual(['copilot']);
    expect(arms('calibration', 0.25).kinds).toEqual(['confirmed-close', 'copilot']);
    expect(arms('selective', 0.25).kinds).toEqual(['copilot', 'selective']);
    expect(Math.abs(arms('selective', 0.25).sampled - 0.25)).toBeLessThan(0.1);
    expect(arms('selective', 0).kinds).toEqual(['selective']);
  });
});
