import { describe, expect, it } from 'vitest';
import type { Action } from '../contract/action.ts';
import { uniformNoise } from '../contract/noise-rates.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { Trace, TraceStep } from '../contract/trace.ts';
import { TestDesk, testCatalog } from '../engine/test-desk.ts';
import { testCritic, testGate, testOperator, testPolicy, testSession } from '../engine/test-roles.ts';
import { testWorld } from '../engine/test-world.ts';
import type { Bench } from './bench.ts';
import { controlTwins } from './control-twins.ts';

const sessions = Array.from({ length: 400 }, (_, at) => testSession(`s${at}`));
const usual: Action = { kind: 'transfer', queue: 'billing' };
const free: Action = { kind: 'transfer', queue: 'expert' };

/** A run whose steps did what is usual (u) or another right thing (f); wrong from `divergedAt` on. */
function runOf(session: string, steps: string, divergedAt: number | null = null): Trace {
  const all = [...steps].map(
    (did, index) => ({ index, reference: usual, chosen: did === 'f' ? free : { ...usual } }) as unknown as TraceStep,
  );
  return { session, steps: all, divergedAt, end: 'completed', outcome: { how: 'resolved' } } as unknown as Trace;
}
const runsOf = (steps: string, divergedAt?: number | null) => sessions.map(({ id }) => runOf(id, steps, divergedAt));

/** Control twins that come out as `twinOf` says; as their runs did where it says nothing. */
async function control(
  runs: readonly Trace[],
  twinOf: (run: Trace, at: number) => Partial<Trace> = () => ({}),
  seed = '1',
) {
  const forced: Scenario[] = [];
  const parts: unknown[] = [];
  const bench: Bench = {
    ...{ catalog: testCatalog, policy: testPolicy(), operatorOf: () => testOperator, world: testWorld, seed },
    desks: { openEnvironment: () => new TestDesk(), concurrency: 3 },
    player: async (scenarios, options, part) => {
      parts.push(part);
      for (const scenario of scenarios) {
        const run = runs.find(({ session }) => session === scenario.session.id) as Trace;
        const twin = structuredClone({ ...run, ...twinOf(run, forced.length) });
        forced.push(scenario);
        options.onEpisode(twin, [], []);
      }
    },
  };
  const cell = { id: 'selective', arm: 'selective', loop: 'closed', noise: uniformNoise() } as const;
  const played = { cell, deployment: { critic: testCritic, gate: testGate } };
  const found = await controlTwins(bench, played, sessions, runs);
  expect(parts).toEqual(['control twins']);
  return { ...found, steps: forced.map((one) => one.forced?.step), forced };
}

const shareOf = (steps: readonly (number | undefined)[], step: number) =>
  steps.filter((one) => one === step).length / steps.length;

describe('control twins', () => {
  it('force the usual right action, at any step alike where every step was usual', async () => {
    const { same, strayed, other, crashed, steps, forced } = await control(runsOf('uuuu'));
    expect({ same, strayed, other, crashed }).toEqual({ same: sessions.length, strayed: 0, other: [], crashed: [] });
    for (const step of [0, 1, 2, 3]) expect(Math.abs(shareOf(steps, step) - 0.25)).toBeLessThan(0.09);
    expect(new Set(forced.map((one) => one.forced?.action))).toEqual(new Set(['right']));
  });

  it('force it mostly where another right action was taken first, else at a step before, never after', async () => {
    const { same, other, steps } = await control(runsOf('uufuf'));
    expect(Math.abs(shareOf(steps, 2) - 0.6)).toBeLessThan(0.08);
    for (const step of [0, 1]) expect(Math.abs(shareOf(steps, step) - 0.2)).toBeLessThan(0.07);
    expect(shareOf(steps, 3) + shareOf(steps, 4)).toBe(0);
    expect(other).toHaveLength(steps.filter((step) => step === 2).length);
    expect(same).toBe(sessions.length - other.length);
    const [first] = other;
    expect(first).toMatchObject({ error: 2, weight: 1, run: { session: first!.twin.session } });
  });

  it('always force the other right action where no step came before it', async () => {
    expect(new Set((await control(runsOf('fuu'))).steps)).toEqual(new Set([0]));
  });

  it('look at nothing from the first error on, and at nothing where there is nothing before it', async () => {
    expect(new Set((await control(runsOf('uuff', 2))).steps)).toEqual(new Set([0, 1]));
    expect((await control(runsOf('uuff', 0))).steps).toEqual([]);
    expect((await control([runOf('s1', ''), runOf('nobody', 'uu'), runOf('s2', 'u')])).steps).toEqual([0]);
  });

  it('are drawn by seed and session alone', async () => {
    const [all, some] = [runsOf('uuuuuu'), runsOf('uuuuuu').slice(5, 60)];
    const { steps } = await control(all);
    expect((await control(some)).steps).toEqual(steps.slice(5, 60));
    expect((await control(all, undefined, '2')).steps).not.toEqual(steps);
  });

  it('count those that took another way or came to another end, where the same action was forced', async () => {
    const other = { how: 'closed-wrongly' } as unknown as NonNullable<Trace['outcome']>;
    const strays = (run: Trace, at: number) =>
      at % 4 === 0 ? { outcome: other } : at % 4 === 1 ? { steps: run.steps.slice(1) } : {};
    expect(await control(runsOf('uuu'), strays)).toMatchObject({ same: 400, strayed: 200 });
    expect(await control(runsOf('f'), strays)).toMatchObject({ same: 0, strayed: 0 });
  });

  it('name the sessions that the desk failed in, and count them nowhere else', async () => {
    const failed = ['s3', 's0', 's399'];
    const crash = ({ session }: Trace) => (failed.includes(session) ? { end: 'crashed' as const, steps: [] } : {});
    const { crashed, same, strayed, other } = await control(runsOf('uf'), crash);
    expect([...crashed].sort()).toEqual(['s0', 's3', 's399']);
    expect([same + other.length, strayed]).toEqual([397, 0]);
    // Each twin stands beside its own run.
    for (const { run, twin } of other) expect(twin.session).toBe(run.session);
  });
});
