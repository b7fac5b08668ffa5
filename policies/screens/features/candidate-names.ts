import type { Candidate } from './candidates.ts';
import { hashFeature } from './hash.ts';
import { ngramsOf } from './ngrams.ts';
import { verbOf } from './verb.ts';

/** What a candidate is called, as hashes: the same on every screen. */
export interface CandidateNames {
  readonly kind: number;
  readonly target: number;
  readonly verb: number;
  /** Words of its label. */
  readonly words: readonly number[];
}

// Candidates are shared by a procedure's screens.
const known = new WeakMap<Candidate, CandidateNames>();

/** The hashed names of a candidate. */
export function candidateNames(candidate: Candidate): CandidateNames {
  let names = known.get(candidate);
  if (!names) {
    const { kind, target, label } = candidate;
    names = {
      kind: hashFeature(kind),
      target: hashFeature(target),
      verb: verbOf(target),
      words: ngramsOf(label).words,
    };
    known.set(candidate, names);
  }
  return names;
}
