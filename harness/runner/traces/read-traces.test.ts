import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TraceStep } from '../../contract/trace.ts';
import { type EpisodeFilter, encodeIndex } from './episode-index.ts';
import { makeIndex, openTraces } from './read-traces.ts';
import { keyOfEpisode, type StoredEpisode } from './stored-episode.ts';
import { episodesOfRun, filesIn, playRun, someRun } from './test-episodes.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-reads-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
const newFolder = () => mkdtempSync(join(root, 'run-'));
const INDEX = 'traces.index.json.gz';

const anyStep = (holds: (step: TraceStep) => boolean | null | undefined) => (one: StoredEpisode) =>
  one.trace.steps.some((step) => holds(step) === true);
const done = ({ decision, verdict }: TraceStep) => decision === 'execute' || verdict === 'accept';

/** What each filter says, read from the episodes themselves. */
const filters: [filter: EpisodeFilter, holds: (one: StoredEpisode) => boolean][] = [
  [{}, () => true],
  [{ arm: 'selective' }, ({ about }) => about.arm === 'selective'],
  [{ play: ['twins', 'population 1'] }, ({ play }) => play !== 'population 2'],
  [{ noise: 'paper', operator: 'anna' }, ({ about }) => about.noise === 'paper' && about.operator === 'anna'],
  [{ operator: null }, ({ about }) => about.operator === null],
  [{ process: 'refund' }, ({ about }) => about.process === 'refund'],
  [{ end: ['truncated', 'crashed'] }, ({ trace }) => trace.end !== 'completed'],
  [{ outcome: 'abandoned' }, ({ trace }) => trace.outcome?.how === 'abandoned'],
  [{ wrong: true }, anyStep(({ logged }) => logged?.right === false)],
  [{ wrongExecuted: true }, anyStep(({ decision, logged }) => decision === 'execute' && logged?.right === false)],
  [
    { leaked: true },
    anyStep(
      (step) => step.suggestion && step.logged?.suggestionRight === false && step.verdict !== 'unaided' && done(step),
    ),
  ],
  [{ handedOver: true }, ({ trace: { steps } }) => /execute.*defer/.test(steps.map(({ decision }) => decision).join())],
  [
    { score: { from: 0.3, to: 0.6 } },
    ({ trace: { steps } }) => {
      const scores = steps.flatMap(({ score }) => score ?? []);
      return scores.length > 0 && Math.min(...scores) <= 0.6 && Math.max(...scores) >= 0.3;
    },
  ],
];

describe('stored traces', () => {
  it('are found by every filter as a scan of all finds them, finished or under way', () => {
    fc.assert(
      fc.property(episodesOfRun, fc.nat(24), (episodes, stopAfter) => {
        const folder = newFolder();
        const { store } = playRun(folder, episodes, { stopAfter });
        const stored = episodes.slice(0, stopAfter);
        const before = filesIn(folder);
        const traces = openTraces(folder);
        for (const [filter, holds] of filters) expect([...traces.find(filter)]).toEqual(stored.filter(holds));
        stored.forEach((one, at) => void expect(traces.read(at)).toEqual(one));
        expect(traces.rows.map(({ session }) => session)).toEqual(stored.map(({ trace }) => trace.session));
        traces.close();
        expect(filesIn(folder)).toEqual(before);
        store.close();
      }),
      { numRuns: 40 },
    );
  });

  it('have an index that is, made again from them, the one that was written', () => {
    fc.assert(
      fc.property(episodesOfRun, (episodes) => {
        const folder = newFolder();
        playRun(folder, episodes);
        const written = readFileSync(join(folder, INDEX));
        expect(encodeIndex(makeIndex(folder))).toEqual(written);
        const { rows } = openTraces(folder);
        for (const other of ['', gzipSync('{"columns":["play"],"rows":[]}')]) {
          writeFileSync(join(folder, INDEX), other);
          expect(openTraces(folder).rows).toEqual(rows);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are read block by block: damage elsewhere does not matter', () => {
    const episodes = someRun(12, 5).map((one, at) => ({
      ...one,
      about: { ...one.about, noise: at < 4 ? 'first' : 'rest' },
    }));
    const folder = newFolder();
    playRun(folder, episodes);
    const path = join(folder, 'traces.jsonl.gz');
    const bytes = readFileSync(path);
    bytes.fill(0, bytes.length - 40, bytes.length - 10);
    writeFileSync(path, bytes);
    const traces = openTraces(folder);
    expect([...traces.find({ noise: 'first' })].map(keyOfEpisode)).toEqual(episodes.slice(0, 4).map(keyOfEpisode));
    expect(() => [...traces.find({ noise: 'rest' })]).toThrow();
  });

  it('tell whether a case ends otherwise than in its twin, whatever the order of its fields', () => {
    const [base] = someRun(1, 1) as [StoredEpisode];
    const end = (how: string, fields: object) => ({ how, goalReached: true, fields, commitments: [], misled: [] });
    const one = (session: string, outcome: object, step?: number, action: unknown = 'right') => {
      const { forced: _, ...trace } = base.trace;
      return {
        ...base,
        trace: { ...trace, session, outcome, ...(step === undefined ? {} : { forced: { step, action } }) },
      } as StoredEpisode;
    };
    const close = { kind: 'close', resolution: 'x' };
    const [resolved, turned] = [end('resolved', { a: '1', b: '2' }), end('resolved', { b: '2', a: '1' })];
    const folder = newFolder();
    playRun(folder, [
      one('alone', resolved),
      one('same', resolved),
      one('same', turned, 2),
      one('other', resolved),
      one('other', resolved, 1),
      one('other', end('abandoned', {}), 3),
      one('injected', end('abandoned', {}), 1, close),
      one('injected', resolved, 1),
      one('injected', end('abandoned', {}), 2),
    ]);
    const differs = openTraces(folder).rows.map(({ twinDiffers }) => twinDiffers);
    expect(differs).toEqual([null, false, null, true, null, null, true, null, null]);
  });

  it('are asked for where there are none: an error that says so', () => {
    expect(() => openTraces(newFolder())).toThrow(/holds no traces: name the folder of a run/);
  });
});
