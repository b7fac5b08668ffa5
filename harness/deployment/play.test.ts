import { describe, expect, it } from 'vitest';
import { uniformNoise } from '../contract/noise-rates.ts';
import type { Arm, Cell } from '../contract/scenario.ts';
import type { Trace } from '../contract/trace.ts';
import { runEpisodes } from '../engine/batch.ts';
import { TestDesk, testCatalog } from '../engine/test-desk.ts';
import { testCritic, testGate, testOperator, testPolicy, testSession } from '../engine/test-roles.ts';
import { testWorld } from '../engine/test-world.ts';
import type { Bench } from './bench.ts';
import { collectPhase } from './collect-feedback.ts';
import { type PlayOptions, play, scenariosOf } from './play.ts';
import { playTwins } from './play-twins.ts';

const sessions = Array.from({ length: 12 }, (_, at) => testSession(`s${at}`));
const bench: Bench = {
  catalog: testCatalog,
  desks: { openEnvironment: () => new TestDesk(), concurrency: 3 },
  policy: testPolicy(),
  operatorOf: () => testOperator,
  seed: '1',
};

const cell = (arm: Arm): Cell => ({ id: arm, arm, loop: 'closed', noise: uniformNoise() });
const deployed = (arm: Arm) => ({ cell: cell(arm), deployment: { critic: testCritic, gate: testGate } });
const CELLS = [deployed('copilot'), deployed('selective')];
const closed: Bench = { ...bench, world: testWorld };

async function tracesOf(on: Bench, cells = CELLS, options: Omit<PlayOptions, 'onTrace'> = {}): Promise<Trace[]> {
  const traces: Trace[] = [];
  await play(on, cells, sessions, { ...options, onTrace: (trace) => traces.push(trace) });
  return traces;
}

const keyOf = ({ cell: id, session }: Trace) => `${id} ${session}`;

describe('play', () => {
  it('hands out the same episodes session by session and cell by cell, in that order', async () => {
    const bySession = await tracesOf(closed);
    const byCell = await tracesOf(closed, CELLS, { order: 'cell' });
    expect(bySession.map(keyOf)).toEqual(sessions.flatMap(({ id }) => [`copilot ${id}`, `selective ${id}`]));
    expect(byCell.map(keyOf)).toEqual(CELLS.flatMap((one) => sessions.map(({ id }) => `${one.cell.id} ${id}`)));
    const sorted = (traces: readonly Trace[]) => [...traces].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    expect(sorted(byCell)).toEqual(sorted(bySession));
  });

  it('takes from whoever keeps traces what is there, and leaves everything as it was', async () => {
    const whole = await tracesOf(closed);
    const parts: (string | undefined)[] = [];
    let played = 0;
    const player: Bench['player'] = async (scenarios, options, part) => {
      parts.push(part);
      for (const scenario of scenarios) {
        const kept = whole.find(({ cell: id, session }) => id === scenario.cell.id && session === scenario.session.id);
        if (kept && Number(kept.session.slice(1)) < 7) options.onEpisode(kept, [], []);
        else {
          played++;
          await runEpisodes([scenario], options);
        }
      }
    };
    expect(await tracesOf({ ...closed, player }, CELLS, { part: 'fold 1' })).toEqual(whole);
    expect(parts).toEqual(['fold 1']);
    expect(played).toBe(2 * 5);
  });

  it('always plays where feedback is collected: traces hold none', async () => {
    const player: Bench['player'] = async () => {
      throw new Error('There is nothing to take.');
    };
    const collect = (on: Bench) => collectPhase(on, 'feedback', sessions, uniformNoise(), testOperator);
    const feedback = await collect({ ...bench, player });
    expect(feedback.reviews.length).toBeGreaterThan(0);
    expect(feedback).toEqual(await collect(bench));
  });

  it('asks for a chatbot once, and where an arm plays one only', async () => {
    let asked = 0;
    const chatbot = async () => {
      asked++;
      return testPolicy();
    };
    await tracesOf({ ...closed, chatbot });
    expect(asked).toBe(0);
    await tracesOf({ ...closed, chatbot }, [...CELLS, deployed('chatbot')]);
    expect(asked).toBe(1);
    await expect(tracesOf(closed, [deployed('chatbot')])).rejects.toThrow(/the bench has no chatbot: give it one/);
  });

  it('plays a session in each of the circumstances that are named', () => {
    const work = { operator: 'o', sinceRestMs: 0, casesWorked: 9 };
    const worksOf = () => [0, 4].map((queueLength) => ({ ...work, queueLength }));
    const scenarios = [...scenariosOf(closed, [deployed('copilot')], sessions.slice(0, 2), { worksOf })];
    expect(scenarios.map(({ session, work: given }) => [session.id, given?.queueLength])).toEqual([
      ['s0', 0],
      ['s0', 4],
      ['s1', 0],
      ['s1', 4],
    ]);
  });
});

it('runs with twins are the runs without, and a cell that has its twins gets no more', async () => {
  const plain = await tracesOf(closed, CELLS, { order: 'cell' });
  const twinned = async (perCell?: number) => {
    const runs: Trace[] = [];
    let twins = 0;
    await playTwins(closed, CELLS, sessions, {
      perSession: 1,
      ...(perCell !== undefined && { perCell }),
      onRun: (run, pairs) => {
        runs.push(run);
        twins += pairs.length;
      },
    });
    return { runs, twins };
  };
  const all = await twinned();
  expect(all.runs).toEqual(plain);
  expect(all.twins).toBeGreaterThan(0);
  expect(await twinned(0)).toEqual({ runs: plain, twins: 0 });
});
