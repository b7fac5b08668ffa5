import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scenario } from '../contract/scenario.ts';
import type { Trace } from '../contract/trace.ts';
import type { BatchOptions } from '../engine/batch.ts';
import { TestDesk, testCatalog } from '../engine/test-desk.ts';
import { testCritic, testGate, testOperator, testPolicy, testScenarios } from '../engine/test-roles.ts';
import { openRun } from '../runner/open-run.ts';
import { testDescription, testFingerprint } from '../runner/test-run.ts';
import { openTraces } from '../runner/traces/read-traces.ts';
import { keepingPlayer, type PlayedEpisode, recordIn } from './run-record.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-record-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
const newFolder = () => mkdtempSync(join(root, 'run-'));

const batch = (onEpisode: BatchOptions['onEpisode'], played: string[] = []): BatchOptions => ({
  catalog: testCatalog,
  rolesOf: ({ id }) => {
    played.push(id);
    return { policy: testPolicy(), critic: testCritic, gate: testGate, operator: testOperator };
  },
  openEnvironment: () => new TestDesk(() => false),
  onEpisode,
});

const work = { operator: 'Ann', sinceRestMs: 0, casesWorked: 0 };
/** Each session twice, with no case and with nine cases waiting. */
const scenarios = (): Scenario[] =>
  testScenarios(3).flatMap((one) => [0, 9].map((queueLength) => ({ ...one, work: { ...work, queueLength } })));

describe('the record of a run', () => {
  it('says whether all of some scenarios were played before', async () => {
    const folder = newFolder();
    const some = scenarios().slice(0, 3);
    const first = openRun(folder, testDescription);
    const part = recordIn(first).part('population 1');
    expect(part.has(some, 'a point')).toBe(false);
    await part.player(
      some,
      batch(() => undefined),
      'a point',
    );
    first.close();
    const again = openRun(folder, testDescription);
    const { has } = recordIn(again).part('population 1');
    expect([has(some, 'a point'), has(some), has(scenarios(), 'a point')]).toEqual([true, false, false]);
    again.close();
  });

  it('keeps a session once for each length of the queue, and says who worked it', async () => {
    const folder = newFolder();
    const run = openRun(folder, testDescription);
    const { player } = recordIn(run).part('population 1');
    await player(
      scenarios(),
      batch(() => undefined),
    );
    await player(
      scenarios(),
      batch(() => undefined),
      'again',
    );
    await expect(
      player(
        scenarios(),
        batch(() => undefined),
      ),
    ).rejects.toThrow(/asked for twice/);
    run.close();
    const { rows } = openTraces(folder);
    expect(rows).toHaveLength(2 * scenarios().length);
    expect(new Set(rows.map(({ play }) => play))).toEqual(new Set(['population 1', 'population 1, again']));
    expect(rows.slice(0, 2).map(({ queue, operator }) => [queue, operator])).toEqual([
      [0, 'Ann'],
      [9, 'Ann'],
    ]);
  });

  it('takes what is there without playing it, but where reviews are wanted: they are the same as before', async () => {
    const folder = newFolder();
    const seen = async () => {
      const run = openRun(folder, testDescription);
      const { player } = recordIn(run).part('population 1');
      const [traces, reviews, played]: [Trace[], unknown[], string[]] = [[], [], []];
      await player(
        scenarios(),
        batch((trace) => void traces.push(trace), played),
      );
      const reviewed = batch((_, given) => void reviews.push(...given));
      await player(scenarios(), { ...reviewed, collectReviews: true }, 'reviewed');
      run.close();
      return { traces, reviews, played: played.length };
    };
    const [first, second] = [await seen(), await seen()];
    expect(first.reviews.length).toBeGreaterThan(0);
    expect({ ...second, played: first.played }).toEqual(first);
    expect([first.played > 0, second.played]).toEqual([true, 0]);
  });

  it('refuses to go on with another model, and with one that runs on something else', () => {
    const folder = newFolder();
    const model = { fingerprint: 'a', provider: 'cpu' };
    const deploy = (own: typeof model) => {
      const run = openRun(folder, testDescription);
      try {
        recordIn(run).part('population 1').deploys('policy', own);
      } finally {
        run.close();
      }
    };
    deploy(model);
    deploy(model);
    expect(() => deploy({ ...model, fingerprint: 'b' })).toThrow(
      /another run \(models\.policy, population 1\.fingerprint: "a" there, "b" here\)/,
    );
    expect(() => deploy({ ...model, provider: 'cuda' })).toThrow(/provider: "cpu" there, "cuda" here/);
    const settings = { ...testFingerprint.settings, added: 1 };
    expect(() => openRun(folder, { ...testDescription, fingerprint: { ...testFingerprint, settings } })).toThrow(
      /settings\.added: nothing there, 1 here/,
    );
  });
});

it('a player that keeps elsewhere gives every episode in order, before it is handed out', async () => {
  const events: string[] = [];
  const keep = ({ about, trace }: PlayedEpisode) => void events.push(`keep ${about.queue} ${trace.session}`);
  await keepingPlayer(keep)(
    scenarios(),
    batch(({ session }) => void events.push(`out ${session}`)),
  );
  expect(events).toEqual(
    scenarios().flatMap(({ session, work: own }) => [`keep ${own?.queueLength} ${session.id}`, `out ${session.id}`]),
  );
});
