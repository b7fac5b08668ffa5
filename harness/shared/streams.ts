import seedrandom from 'seedrandom';
import type { Draw, TrainingDraw } from '../contract/draw-names.ts';
import type { Rng, Streams } from '../contract/rng.ts';
import { Hasher, scramble } from './hash.ts';

/**
 * What names a scenario's streams. The cell is left out on purpose: cells that differ in noise, arm or
 * model must draw the same numbers for the same session, or they could not be compared in pairs.
 */
export interface StreamNames {
  /** The run's seed. */
  readonly seed: string;
  /** Id of the session that is played. */
  readonly session: string;
  /** Scenarios of one group share their numbers; repeats that must be independent get a group each. */
  readonly group?: string;
}

interface Lanes {
  readonly a: number;
  readonly b: number;
}

/**
 * The random streams of one scenario, each named by (seed, group, session, role, step, purpose). The
 * name is hashed into the whole state of seedrandom's Alea, so that neighbouring names are independent.
 */
export function createStreams({ seed, session, group = '' }: StreamNames): Streams {
  const root = new Hasher().text(seed).text(group).text(session);
  const { a, b } = root;
  return (role, step, purpose) => {
    const r = label(role);
    const p = label(purpose);
    const first = scramble(scramble(a ^ r.a) + Math.imul(step, 0x632be5ab) + p.b);
    const second = scramble(scramble(b + r.b) ^ Math.imul(step, 0x2127599b) ^ p.a);
    return alea(
      scramble(first + Math.imul(second, 0x21f0aaad)),
      scramble(second ^ first),
      scramble(first - second + 0x3c6ef372),
    );
  };
}

/** A stream of its own, for work outside any scenario: another for each purpose and each list of parts. */
export function createRng(purpose: Draw, ...parts: readonly string[]): Rng {
  const hasher = new Hasher().text(purpose);
  for (const part of parts) hasher.text(part);
  return alea(scramble(hasher.a), scramble(hasher.b), scramble(hasher.a ^ scramble(hasher.b)));
}

/** Random numbers for the training of a network: of its seed, and of an epoch's or minibatch's number where it has one. */
export function trainingRandom(purpose: TrainingDraw, seed?: string, number?: number): () => number {
  return seedrandom([seed, purpose, number].filter((part) => part !== undefined).join(' '));
}

const TO_UNIT = 2 ** -32;

function alea(first: number, second: number, third: number): Rng {
  const state = { c: 1, s0: (first >>> 0) * TO_UNIT, s1: (second >>> 0) * TO_UNIT, s2: (third >>> 0) * TO_UNIT };
  return { next: seedrandom.alea('', { state }) };
}

const labels = new Map<string, Lanes>();

/** Roles and purposes are few and fixed words: each is hashed once. */
function label(text: string): Lanes {
  let lanes = labels.get(text);
  if (!lanes) {
    const { a, b } = new Hasher().text(text);
    lanes = { a, b };
    labels.set(text, lanes);
  }
  return lanes;
}
