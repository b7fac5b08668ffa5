import { describe, expect, it } from 'vitest';
import { type Environment, InfrastructureError } from '../contract/environment.ts';
import type { Trace } from '../contract/trace.ts';
import { type BatchOptions, runEpisodes } from './batch.ts';
import { laterDesk, TestDesk, testCatalog } from './test-desk.ts';
import { testCritic, testGate, testOperator, testPolicy, testScenarios } from './test-roles.ts';

const COUNT = 12;
const scenarios = testScenarios(COUNT);

interface Out {
  readonly traces: readonly Trace[];
  /** How many reviews and examples came with each trace. */
  readonly kept: readonly (readonly [number, number])[];
}

/** Plays one episode after the other, with desks that fail each of these sessions so often, at its `after`-th act. */
async function play(
  failures: Readonly<Record<string, number>>,
  options: Partial<BatchOptions> & { after?: number } = {},
) {
  const { after = 1, ...rest } = options;
  const desks = { opened: 0, closed: 0 };
  const traces: Trace[] = [];
  const kept: [number, number][] = [];
  let [failed, acts] = [0, 0];
  const fails = (id: string) => {
    if (failed === (failures[id] ?? 0) || ++acts < after) return false;
    failed++;
    acts = 0;
    return true;
  };
  class CountedDesk extends TestDesk {
    override close(): void {
      desks.closed++;
      super.close();
    }
  }
  await runEpisodes(scenarios, {
    catalog: testCatalog,
    rolesOf: () => ({ policy: testPolicy(), critic: testCritic, gate: testGate, operator: testOperator }),
    openEnvironment: () => {
      desks.opened++;
      return new CountedDesk(fails);
    },
    collectReviews: true,
    collectExamples: true,
    concurrency: 1,
    ...rest,
    onEpisode: (trace, reviews, examples) => {
      [failed, acts] = [0, 0];
      traces.push(trace);
      kept.push([reviews.length, examples.length]);
    },
  });
  return { traces, kept, desks };
}

const untouched = (out: Out, besides: readonly string[]) =>
  out.traces.flatMap((trace, at) => (besides.includes(trace.session) ? [] : [[trace, out.kept[at]]]));

describe('an episode whose desk fails', () => {
  it.each([1, 2])('%i times comes to what it comes to without, at the price of that many retries', async (times) => {
    const whole = await play({});
    const [one, other] = whole.traces.filter(({ steps }) => steps.length > 4).map(({ session }) => session) as [
      string,
      string,
    ];
    const out = await play({ [one]: times, [other]: times }, { after: 3 });
    expect(out.traces.map(({ retries, ...rest }) => ({ ...rest, retries: 0 }))).toEqual(whole.traces);
    for (const { session, retries } of out.traces) expect(retries).toBe([one, other].includes(session) ? times : 0);
    // Nothing of a broken attempt is kept beside what the whole one gave.
    expect(out.kept).toEqual(whole.kept);
    expect(out.desks).toEqual({ opened: 1 + 6 * times, closed: 1 + 6 * times });
    expect(whole.desks).toEqual({ opened: 1, closed: 1 });
  });

  it('a third time has crashed: in its place stands a trace without steps, and nothing is learned from it', async () => {
    const whole = await play({});
    const out = await play({ s0: 9, s7: 3 });
    expect(out.traces.map(({ session }) => session)).toEqual(whole.traces.map(({ session }) => session));
    for (const [at, trace] of out.traces.entries())
      if (['s0', 's7'].includes(trace.session)) {
        expect(trace).toMatchObject({ end: 'crashed', steps: [], divergedAt: null, retries: 2 });
        expect(out.kept[at]).toEqual([0, 0]);
        expect(trace.outcome).toBeUndefined();
      }
    expect(untouched(out, ['s0', 's7'])).toEqual(untouched(whole, ['s0', 's7']));
    expect(out.desks.closed).toBe(out.desks.opened);
  });

  it('is begun again as often as is asked for, and no more', async () => {
    const crashed = async (maxRetries: number) =>
      (await play({ s5: 1, s6: 4 }, { maxRetries })).traces
        .filter(({ end, cell }) => end === 'crashed' && cell === 'copilot')
        .map(({ session, retries }) => `${session} ${retries}`);
    expect(await crashed(0)).toEqual(['s5 0', 's6 0']);
    expect(await crashed(3)).toEqual(['s6 3']);
    expect(await crashed(4)).toEqual([]);
  });

  it('in whatever company tells who keeps watch in its turn, and may end the run', async () => {
    const heard: string[] = [];
    const fallen = ['s2', 's4'];
    const traces: Trace[] = [];
    const run = (limit: number, later: boolean) =>
      runEpisodes(scenarios, {
        catalog: testCatalog,
        rolesOf: () => ({ policy: testPolicy(), critic: testCritic, gate: testGate, operator: testOperator }),
        openEnvironment: (): Environment => {
          const desk = new TestDesk((id) => fallen.includes(id));
          return later ? laterDesk(desk) : desk;
        },
        concurrency: 5,
        limits: { onCrash: ({ session }) => (heard.push(session) === limit ? new Error('Enough.') : null) },
        onEpisode: (trace) => traces.push(trace),
      });
    for (const later of [false, true]) {
      await run(Number.POSITIVE_INFINITY, later);
      expect(heard.splice(0)).toEqual(['s2', 's4', 's2', 's4', 's2', 's4']);
      expect(traces.splice(0).map(({ session }) => session)).toEqual(scenarios.map(({ session }) => session.id));
    }
    await expect(run(3, false)).rejects.toThrow('Enough.');
    expect(heard.slice(0, 3)).toEqual(['s2', 's4', 's2']);
    expect(traces.filter(({ end }) => end === 'crashed').slice(0, 3)).toHaveLength(3);
  });

  it('has crashed, too, where no other desk can be opened', async () => {
    let opened = 0;
    const traces: Trace[] = [];
    await runEpisodes(scenarios.slice(0, 1), {
      catalog: testCatalog,
      rolesOf: () => ({ policy: testPolicy(), critic: testCritic, gate: testGate, operator: testOperator }),
      openEnvironment: () => {
        if (opened++ > 0) throw new InfrastructureError('There is no other desk.');
        return new TestDesk(() => true);
      },
      onEpisode: (trace) => traces.push(trace),
    });
    expect(traces).toMatchObject([{ end: 'crashed', retries: 2 }]);
    expect(opened).toBe(3);
  });
});
