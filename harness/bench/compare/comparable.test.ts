import { describe, expect, it } from 'vitest';
import type { Trace } from '../../contract/trace.ts';
import type { RunFile } from '../../runner/open-run.ts';
import type { EpisodeRow } from '../../runner/traces/episode-index.ts';
import type { StoredTraces } from '../../runner/traces/read-traces.ts';
import { repeatName, repeatOf } from '../repeat-name.ts';
import { compareDescriptions } from './comparable.ts';
import { matchEpisodes, partOfRun, readPairs } from './match-episodes.ts';

const print = {
  ...{ command: 'bench headline', seed: '1', datasetHash: 'd', settings: { target: 0.9, jobs: null } },
  ...{ code: { policies: 'p', engine: 'e' }, versions: { node: '20' } },
};
const model = (fingerprint: string, provider = 'cpu') => ({ fingerprint, provider });
const run = (change: object = {}, models: object = { policy: model('a') }) =>
  ({ fingerprint: { ...print, ...change }, models }) as unknown as Pick<RunFile, 'fingerprint' | 'models'>;
const compare = (change: object, across: string[] = []) => compareDescriptions(run(), run(change), across);

describe('two runs', () => {
  it('that are the same differ in nothing', () => {
    expect(compare({})).toEqual({ meant: [], changed: [] });
    // An option that is not given is the same as one that there was not.
    expect(compare({ settings: { target: 0.9, more: null } })).toEqual({ meant: [], changed: [] });
  });

  it('of two experiments cannot be compared, whatever is meant', () => {
    expect(() => compare({ command: 'bench settle' })).toThrow(
      'The runs are of two experiments, bench headline and bench settle',
    );
  });

  it.each([
    [{ seed: '2' }, 'seed', 'seed: "1" there, "2" here'],
    [{ datasetHash: 'e' }, 'data', 'data: "d" there, "e" here'],
    [{ settings: { target: 0.8 } }, 'target', 'target: 0.9 there, 0.8 here'],
  ])('that answer other questions, %j, are compared only where that is meant', (change, name, words) => {
    expect(() => compare(change)).toThrow(`they differ in ${words}. Where that is meant, say --across ${name}.`);
    expect(compare(change, [name])).toEqual({ meant: [words], changed: [] });
    expect(() => compare({ ...change, seed: '3', datasetHash: 'f' }, [name])).toThrow(/cannot be compared/);
  });

  it('say which names are known', () => {
    expect(() => compare({}, ['seed', 'x'])).toThrow('--across x: known are data, seed, jobs, target.');
  });

  it('say which code, versions, models and providers changed: that is what is judged', () => {
    const changed = compare({ code: { policies: 'q', engine: 'e', more: 'm' }, versions: { node: '22' } }).changed;
    expect(changed).toEqual(['code of more, policies', 'versions.node: "20" there, "22" here']);
    const models = (there: object, here: object) => compareDescriptions(run({}, there), run({}, here), []).changed;
    expect(models({ a: model('1'), b: model('1') }, { a: model('2'), b: model('1', 'gpu'), c: model('3') })).toEqual([
      ...['models: a; c', 'provider of b: "cpu" there, "gpu" here', 'provider of c: nothing there, "cpu" here'],
    ]);
  });
});

const row = (session: string, more: Partial<EpisodeRow> = {}) =>
  ({ play: 'p', cell: 'c', session, queue: null, forced: null, ...more }) as unknown as EpisodeRow;

describe('episodes of two runs', () => {
  it('are brought together by part, cell, session and queue, in the order of the first', () => {
    const base = [row('a'), row('b'), row('a', { queue: 3 }), row('x'), row('a', { forced: '1' })];
    const next = [row('a', { queue: 3 }), row('a', { forced: '2' }), row('y', { cell: 'd' }), row('b'), row('a')];
    const { pairs, onlyBase, onlyNext } = matchEpisodes({ rows: base }, { rows: next });
    expect(pairs.map(({ base: there, next: here }) => [there, here])).toEqual([
      [0, 4],
      [1, 3],
      [2, 0],
    ]);
    expect([onlyBase, onlyNext]).toEqual([[base[3]], [next[2]]]);
    for (const more of [{ play: 'q' }, { cell: 'd' }, { queue: 1 }])
      expect(matchEpisodes({ rows: [row('a')] }, { rows: [row('a', more)] }).pairs).toEqual([]);
  });

  it('are read pair by pair, each from its own run', () => {
    const stored = (name: string) =>
      ({ read: (at: number) => ({ trace: `${name}${at}` as unknown as Trace }) }) as unknown as StoredTraces;
    const matched = matchEpisodes({ rows: [row('a'), row('b')] }, { rows: [row('b'), row('a')] });
    expect([...readPairs(matched, stored('base'), stored('next'))].map(({ base, next }) => [base, next])).toEqual([
      ['base0', 'next1'],
      ['base1', 'next0'],
    ]);
  });
});

describe('parts of a run', () => {
  it.each([
    ['population 1-p2, closed loop, repeat 3', '1-p2', 'closed loop', 3],
    ['population 7', '7', '', 1],
    ['population 7, repeat 12', '7', '', 12],
    ['population 7, a, b', '7', 'a, b', 1],
    ['open loop, repeat 2', null, 'open loop', 2],
    ['a population 7, b', null, 'a population 7, b', 1],
  ])('%s', (name, population, part, repeat) => {
    expect(partOfRun(name)).toEqual({ population, part, repeat });
  });

  it('are called by their repeat from the second on', () => {
    expect([1, 2, 10].map((repeat) => repeatName('x, y', repeat))).toEqual([
      'x, y',
      'x, y, repeat 2',
      'x, y, repeat 10',
    ]);
    for (const repeat of [1, 2, 10]) expect(repeatOf(repeatName('x, y', repeat))).toEqual({ part: 'x, y', repeat });
  });
});
