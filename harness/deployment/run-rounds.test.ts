import { describe, expect, it } from 'vitest';
import type { CriticRecipe } from '../contract/critic.ts';
import type { GateRecipe } from '../contract/gate.ts';
import { uniformNoise } from '../contract/noise-rates.ts';
import type { Example, PolicyRecipe } from '../contract/policy.ts';
import type { Session } from '../contract/session.ts';
import { TestDesk, testCatalog } from '../engine/test-desk.ts';
import { testCritic, testOperator, testPolicy, testSession } from '../engine/test-roles.ts';
import type { RoundRules, SliceDay } from './rounds-input.ts';
import { runRounds } from './run-rounds.ts';

const PER_DAY = 12;
const RULES: RoundRules = {
  minLogged: 1,
  minSupport: 1,
  minPassing: 0.1,
  calibrationDays: 1,
  sampleShare: 0.5,
  roundDays: 100,
  shifts: 1,
  memorySessions: 1000,
  meanRun: 1e6,
  returnRate: 0,
};

/** What happened on so many days of a single slice, and on the evening of which day what was trained. */
async function rounds(days: number, rules: Partial<RoundRules>, opens: (day: number) => boolean = () => true) {
  const rows: SliceDay[] = [];
  const policies: { day: number; sessions: string[] }[] = [];
  const critics: number[] = [];
  const today = () => rows.length + 1;
  const policy: PolicyRecipe = {
    name: 'p',
    summary: '',
    fit: async (examples: readonly Example[]) => {
      policies.push({ day: today(), sessions: [...new Set(examples.map(({ session }) => session))] });
      return testPolicy();
    },
  };
  const critic: CriticRecipe = {
    name: 'c',
    summary: '',
    learns: true,
    fit: async () => {
      critics.push(today());
      return testCritic;
    },
  };
  const gate: GateRecipe = {
    name: 'g',
    summary: '',
    promise: 'none',
    fit: () => {
      const threshold = opens(today()) ? 0.3 : null;
      const decide = (score: number) => (threshold !== null && score >= threshold ? 'execute' : 'defer');
      return { name: 'g', threshold, reason: '', decide };
    },
  };
  await runRounds({
    days: Array.from({ length: days }, (_, at) => ({
      day: at + 1,
      catalog: testCatalog,
      desks: { openEnvironment: () => new TestDesk() },
      sessions: Array.from({ length: PER_DAY }, (_, nth): Session => testSession(`d${at + 1}-${nth}`)),
      operatorsOf: () => ({ name: 'all', noise: uniformNoise(), operator: testOperator }),
    })),
    history: [],
    sliceOf: () => 'money',
    clusterOf: new Map([['refund', 'money']]),
    policy,
    training: { critic, gate, gateOptions: { targetPrecision: 0.9, delta: 0.1 } },
    monitors: [],
    rules: { ...RULES, ...rules },
    seed: '1',
    fit: { seed: '1' },
    onDay: (found) => rows.push(...found),
  });
  return { rows, stages: rows.map(({ stage }) => stage), policies, critics };
}

describe('rounds of a slice', () => {
  it.each([1, 2, 3])(
    'operators end each case for as many days as asked for, %d, before it is selective',
    async (days) => {
      const { stages } = await rounds(6, { calibrationDays: days });
      const calibration = Array.from({ length: days }, () => 'calibration');
      const rest = Array.from({ length: 4 - days }, () => 'selective');
      expect(stages).toEqual(['logging', 'copilot', ...calibration, ...rest]);
    },
  );

  it('calibrate an automated slice again each round, not between', async () => {
    const { critics, stages } = await rounds(8, { roundDays: 3 });
    // Its policy is of the first evening, its first pair of the second.
    expect(critics).toEqual([2, 4, 7]);
    expect(stages.at(-1)).toBe('selective');
  });

  it('give a copilot whose gate stays closed a new policy each round, which all the last sessions teach', async () => {
    const { policies, stages } = await rounds(6, { roundDays: 2, memorySessions: 20 }, () => false);
    expect(new Set(stages.slice(1))).toEqual(new Set(['copilot']));
    expect(policies.map(({ day }) => day)).toEqual([1, 4]);
    expect(policies[0]?.sessions).toEqual(Array.from({ length: PER_DAY }, (_, at) => `d1-${at}`));
    expect(policies[1]?.sessions).toHaveLength(20);
    expect(policies[1]?.sessions.at(-1)).toBe(`d4-${PER_DAY - 1}`);
  });

  it('lead a slice whose gate closes in a round back to the copilot, the next day', async () => {
    const { stages } = await rounds(6, { roundDays: 3 }, (day) => day < 4);
    expect(stages).toEqual(['logging', 'copilot', 'calibration', 'selective', 'copilot', 'copilot']);
  });

  it('wait for as many logged sessions as a policy needs', async () => {
    const { stages, policies } = await rounds(4, { minLogged: 2 * PER_DAY });
    expect(stages).toEqual(['logging', 'logging', 'copilot', 'calibration']);
    expect(policies.map(({ day }) => day)).toEqual([2]);
  });
});
