import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DRAW,
  type Draw,
  HAND_OFF_PURPOSES,
  STREAM_PURPOSE,
  STREAM_ROLES,
  type StreamPurpose,
  TRAINING_DRAW,
} from '../contract/draw-names.ts';
import { hashShare, hashText } from './hash.ts';
import { createRng, createStreams } from './streams.ts';

const repository = join(import.meta.dirname, '..', '..');
const purposes = Object.keys(DRAW) as Draw[];
const streamPurposes = Object.keys(STREAM_PURPOSE) as StreamPurpose[];

/** Product code: what stands in no test and in no test's helper. */
const sources = ['harness', 'simulators', 'policies', 'fixtures', 'reports'].flatMap((room) =>
  readdirSync(join(repository, room), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/(^|\/)test(ing\/|-)|\.test\.ts$|^conformance\//.test(path))
    .map((path) => readFileSync(join(repository, room, path), 'utf8')),
);

const sitesOf = (call: RegExp) => sources.flatMap((code) => [...code.matchAll(call)].map(([, name]) => name));

describe('named draws', () => {
  it('differ from one another, after hashing too', () => {
    const words = [...purposes, ...STREAM_ROLES, ...streamPurposes.filter((name) => name !== 'sample')];
    expect(new Set(words.map(hashText)).size).toBe(words.length);
    expect(new Set(purposes.map((name) => hashShare(name, '1', 's1'))).size).toBe(purposes.length);
    expect(new Set(purposes.map((name) => createRng(name, '1', 's1').next())).size).toBe(purposes.length);
  });

  it('stand at one place in the code each, so that no two decisions share their numbers', () => {
    const sites = sitesOf(/\b(?:hashShare|createRng)\(\s*'([^']+)'/g);
    const elsewhere = purposes.filter((name) => /^(work |gate (redraws|pilot)$|test$)/.test(name));
    expect(sites.sort()).toEqual(purposes.filter((name) => !elsewhere.includes(name)).sort());
  });

  it('of a scenario stand at one place each, too', () => {
    const sites = sitesOf(
      /\b(?:streams|stream|draws|rng|createStreams\([^)]*\))\(\s*(?:'[a-z ]+',\s*)?(?:[\w.]+,\s*)?['`]([^'`]+)['`]\s*\)/g,
    );
    expect(sites.filter((name, at) => sites.indexOf(name) !== at)).toEqual([]);
    // Times are drawn by act; two purposes are of tests.
    const elsewhere = ['look back', 'catch up', 'time', 'mood'];
    expect(sites).toEqual(expect.arrayContaining(streamPurposes.filter((name) => !elsewhere.includes(name))));
  });

  it('of a training end as no other does, so that seed, name and number can be told apart', () => {
    const names = Object.keys(TRAINING_DRAW);
    for (const one of names)
      for (const other of names) if (one !== other) expect(` ${one}`.endsWith(` ${other}`)).toBe(false);
    expect(names.filter((name) => /\d$/.test(name))).toEqual([]);
    expect(sitesOf(/\btrainingRandom\(\s*'([^']+)'/g).sort()).toEqual(names.sort());
  });

  it('of a scenario give each role, step and purpose a stream of its own', () => {
    const streams = createStreams({ seed: '1', session: 's1' });
    const all: StreamPurpose[] = [
      ...streamPurposes,
      ...HAND_OFF_PURPOSES.flatMap((name) => [0, 1].map((at) => `${name} ${at}` as const)),
    ];
    const firsts = STREAM_ROLES.flatMap((role) =>
      [0, 1, 2].flatMap((step) => all.map((purpose) => streams(role, step, purpose).next())),
    );
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it('run parts together nowhere', () => {
    const parts = fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 });
    const name = fc.constantFrom(...purposes);
    fc.assert(
      fc.property(name, parts, name, parts, (one, its, other, others) => {
        const same = one === other && JSON.stringify(its) === JSON.stringify(others);
        expect(hashShare(one, ...its) === hashShare(other, ...others)).toBe(same);
        expect(createRng(one, ...its).next() === createRng(other, ...others).next()).toBe(same);
      }),
    );
  });
});
