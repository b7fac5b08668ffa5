import { describe, expect, it } from 'vitest';
import type { CriticRecipe } from '../contract/critic.ts';
import type { GateRecipe } from '../contract/gate.ts';
import type { MonitorRecipe } from '../contract/monitor.ts';
import { uniformNoise } from '../contract/noise-rates.ts';
import type { Example, PolicyRecipe } from '../contract/policy.ts';
import type { Session } from '../contract/session.ts';
import { TestDesk, testCatalog } from '../engine/test-desk.ts';
import { testCritic, testGate, testOperator, testPolicy, testSession } from '../engine/test-roles.ts';
import type { RoundRules, RoundsInput, SliceDay } from './rounds-input.ts';
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
async function rounds(
  days: number,
  rules: Partial<RoundRules>,
  opens: (day: number) => boolean = () => true,
  more: Partial<RoundsInput> = {},
) {
  const rows: SliceDay[] = [];
  const gone: string[] = [];
  const played: { session: string; arm: string; stage: string }[] = [];
  const policies: { day: number; sessions: string[] }[] = [];
  const critics: number[] = [];
  const today = () => rows.length + 1;
  const policy: PolicyRecipe = {
    name: 'p',
    summary: '',
    fit: async (examples: readonly Example[]) => {
      policies.push({ day: today(), sessions: [...new Set(examples.map(({ session }) => session))] });
      const name = `policy ${policies.length}`;
      return { ...testPolicy(), dispose: async () => void gone.push(name) };
    },
  };
  const critic: CriticRecipe = {
    name: 'c',
    summary: '',
    learns: true,
    fit: async () => {
      critics.push(today());
      const name = `critic ${critics.length}`;
      return { ...testCritic, dispose: async () => void gone.push(name) };
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
    onTrace: ({ session, cell }, { stage }) => played.push({ session, arm: cell.split(' ')[3]!, stage }),
    ...more,
  });
  return { rows, stages: rows.map(({ stage }) => stage), policies, critics, gone, played };
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

  it('play every session once, each day in order, with what its slice has come to', async () => {
    const { played } = await rounds(4, { shifts: 5, sampleShare: 0 });
    const all = [1, 2, 3, 4].flatMap((day) => Array.from({ length: PER_DAY }, (_, at) => `d${day}-${at}`));
    expect(played.map(({ session }) => session).toSorted()).toEqual(all.toSorted());
    const arms = [1, 2, 3, 4].map((day) => [
      ...new Set(played.filter(({ session }) => session.startsWith(`d${day}-`)).map(({ arm }) => arm)),
    ]);
    expect(arms).toEqual([['human-only'], ['copilot'], ['confirmed-close'], ['selective']]);
  });

  it('act on an alarm at the next shift, and let the rest of the day be copilot', async () => {
    // Alarms at the third case of an automated slice.
    const monitor: MonitorRecipe = {
      ...{ name: 'third', summary: '', promise: 'measured' },
      create: () => {
        let seen = 0;
        return { name: 'third', statistic: 0, update: () => ++seen === 3, reset: () => undefined };
      },
    };
    const told = (shifts: number) =>
      rounds(6, { shifts, sampleShare: 0, calibrationDays: 9 }, () => true, { monitors: [monitor] });
    const actedAt = async (shifts: number) => {
      const { played, rows } = await told(shifts);
      const [day] = rows.filter(({ alarms }) => alarms.length > 0);
      expect(day).toMatchObject({ rolledBack: true, stage: 'calibration' });
      expect(rows.find((next) => next.day === day!.day + 1)).toMatchObject({ rolledBack: false, stage: 'copilot' });
      const arms = played.filter(({ session }) => session.startsWith(`d${day!.day}-`)).map(({ arm }) => arm);
      const first = arms.indexOf('copilot');
      expect(new Set(arms.slice(first < 0 ? arms.length : first))).toEqual(new Set(first < 0 ? [] : ['copilot']));
      return first < 0 ? arms.length : first;
    };
    const at = await actedAt(PER_DAY);
    expect(at).toBeLessThan(PER_DAY);
    for (const shifts of [1, 2, 3, 4]) {
      const size = PER_DAY / shifts;
      expect(await actedAt(shifts)).toBe(Math.ceil(at / size) * size);
    }
  });

  it('let go of every policy and critic once', async () => {
    const { gone, policies, critics } = await rounds(7, { roundDays: 2 }, (day) => day > 4);
    const all = [...policies.map((_, at) => `policy ${at + 1}`), ...critics.map((_, at) => `critic ${at + 1}`)];
    expect(policies.length).toBeGreaterThan(1);
    expect(gone.toSorted()).toEqual(all.toSorted());
  });

  it('begin as copilots where logs of before show the slice', async () => {
    const [session] = [testSession('old')];
    const screen = new TestDesk();
    screen.reset(session);
    const example = { screen: screen.observe(), action: session.steps[0]!.action, session: 'old' };
    const { stages, policies } = await rounds(3, {}, () => true, { history: [{ slice: 'money', example }] });
    expect(stages).toEqual(['copilot', 'calibration', 'selective']);
    expect(policies[0]?.sessions).toEqual(['old']);
  });

  it('install what runs already on the days before them, and train nothing for it', async () => {
    const critic = { ...testCritic, dispose: async () => undefined };
    const pair = { critic, gate: { ...testGate, slices: undefined }, passing: 1, passed: [], crashed: [] };
    const before = Array.from({ length: 4 }, (_, at) => ({
      ...{ day: at - 1, catalog: testCatalog, desks: { openEnvironment: () => new TestDesk() }, before: at < 2 },
      sessions: Array.from({ length: PER_DAY }, (_session, nth) => testSession(`b${at}-${nth}`)),
      operatorsOf: () => ({ name: 'all', noise: uniformNoise(), operator: testOperator }),
    }));
    const { stages, policies, critics } = await rounds(0, {}, () => true, {
      days: before,
      deployed: { policy: testPolicy(), pairOf: () => pair as never },
    });
    expect(stages).toEqual(['logging', 'copilot', 'selective', 'selective']);
    expect([policies, critics]).toEqual([[], []]);
  });
});
