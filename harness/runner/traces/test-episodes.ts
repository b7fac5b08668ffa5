/** Random episodes, and a run that plays them, for the tests of the trace store. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Action } from '../../contract/action.ts';
import type { Trace, TraceStep } from '../../contract/trace.ts';
import type { CaseEnd } from '../../contract/world.ts';
import { keyOfEpisode, type StoredEpisode } from './stored-episode.ts';
import { TraceStore } from './trace-store.ts';

const action = fc.constantFrom<Action>(
  { kind: 'close', resolution: 'solved' },
  { kind: 'send_text', reply: null, text: 'für 王 ☕ "quoted"\n\u2028 next' },
  { kind: 'click_control', control: '__proto__' },
);

const step = fc.record({
  index: fc.nat(9),
  screenHash: fc.constant('0123456789abcdef'),
  reference: action,
  critical: fc.boolean(),
  suggestion: fc.option(action),
  confidence: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  score: fc.option(fc.constantFrom(0, 0.25, 0.5, 0.75, 1)),
  decision: fc.constantFrom('execute', 'defer'),
  verdict: fc.constantFrom('accept', 'correct', 'unaided', null),
  slipped: fc.boolean(),
  chosen: action,
  activeMs: fc.nat(9999),
  logged: fc.record({ suggestionRight: fc.option(fc.boolean()), right: fc.boolean() }),
}) as fc.Arbitrary<TraceStep>;

const outcome = fc.record({
  how: fc.constantFrom('resolved', 'abandoned'),
  goalReached: fc.boolean(),
  fields: fc.constantFrom({ a: '1', b: '2' }, { b: '2', a: '1' }, { 10: 'x', 2: 'y' }),
  commitments: fc.constant([]),
  misled: fc.constant([]),
}) as fc.Arbitrary<CaseEnd>;

const trace = fc.record(
  {
    session: fc.constantFrom('s1', 's2', 's,3', 's"4'),
    cell: fc.constantFrom('copilot', 'selective α=.1'),
    seed: fc.constant('1'),
    loop: fc.constant('closed'),
    steps: fc.array(step, { maxLength: 4 }),
    end: fc.constantFrom('completed', 'truncated'),
    divergedAt: fc.constant(null),
    outcome,
    forced: fc.record({
      step: fc.nat(1),
      action: fc.constantFrom('right' as const, { kind: 'close', resolution: 'x' }),
    }),
    retries: fc.constant(0),
  },
  { requiredKeys: ['session', 'cell', 'seed', 'loop', 'steps', 'end', 'divergedAt', 'retries'] },
) as fc.Arbitrary<Trace>;

const episode: fc.Arbitrary<StoredEpisode> = fc.record({
  play: fc.constantFrom('population 1', 'population 2', 'twins'),
  about: fc.record({
    arm: fc.constantFrom('copilot', 'selective'),
    noise: fc.constantFrom('none', 'paper'),
    operator: fc.option(fc.constantFrom('anna', 'ben')),
    process: fc.option(fc.constantFrom('refund', 'move')),
  }),
  trace,
});

/** The episodes of a run, in order. */
export const episodesOfRun = fc.uniqueArray(episode, {
  selector: keyOfEpisode,
  minLength: 1,
  maxLength: 24,
  size: 'max',
});

/** A run of so many episodes, the same for the same seed. */
export function someRun(count: number, seed: number): StoredEpisode[] {
  const run = fc.uniqueArray(episode, { selector: keyOfEpisode, minLength: count, maxLength: count });
  return fc.sample(run, { seed, numRuns: 1 }).flat();
}

const crashed = ({ trace: full, ...rest }: StoredEpisode): StoredEpisode => {
  const { outcome: _, ...base } = full;
  return { ...rest, trace: { ...base, steps: [], end: 'crashed' } };
};

/** Plays a run in a folder, from where it stands, and says how many episodes were not played again. */
export function playRun(
  folder: string,
  episodes: readonly StoredEpisode[],
  { blockEpisodes = 4, crashes = [] as readonly number[], stopAfter = Number.POSITIVE_INFINITY } = {},
): { kept: number; store: TraceStore } {
  const store = new TraceStore(folder, blockEpisodes);
  let kept = 0;
  for (const [at, one] of episodes.entries()) {
    if (at >= stopAfter) return { kept, store };
    if (!store.has(keyOfEpisode(one))) store.append(crashes.includes(at) ? crashed(one) : one);
    else if (JSON.stringify(store.take(keyOfEpisode(one))) === JSON.stringify(one)) kept++;
    else throw new Error(`Episode ${at} came back otherwise than it was stored.`);
  }
  store.finish();
  return { kept, store };
}

/** Hashes of all that stands in a folder, by name. */
export function filesIn(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  );
}
