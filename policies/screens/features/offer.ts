import { perObject } from '../../../harness/contract/remember.ts';
import type { Candidate } from './candidates.ts';
import type { FlowChart } from './flow-chart.ts';
import { hashFeature } from './hash.ts';
import { type KindFacts, kindFacts, verbOf } from './kind-facts.ts';
import type { Named } from './named.ts';
import { ngramsOf } from './ngrams.ts';

/** How many words of a candidate's label count; longer labels lose their end. */
export const LABEL_WORDS = 16;

/**
 * What holds of the actions that a screen offers, whatever has happened in the case: worked out once for all screens
 * that offer the same list. All lists are in the order of the candidates.
 */
export interface Offer {
  readonly kinds: readonly KindFacts[];
  /** Hashes of the targets, and of the kinds of thing that they do. */
  readonly targets: Int32Array;
  readonly verbs: Int32Array;
  /** Shape: [candidates × LABEL_WORDS]. Hashes of the labels' words; 0 is none. */
  readonly words: Int32Array;
  /** Places of the candidates with a target, the first one first. */
  readonly placesOf: ReadonlyMap<string, readonly number[]>;
  /** Places of the candidates whose label has a word, as often as it stands there. */
  readonly placesSaying: ReadonlyMap<number, readonly number[]>;
  /** Places of the candidates that take up a result. */
  readonly results: readonly number[];
  /** Ids of their controls. */
  readonly ids: readonly string[];
  readonly nodes: WeakMap<FlowChart, Int32Array>;
  readonly unnamed: WeakMap<Named, readonly number[]>;
}

/** What holds of a list of candidates on every screen; by the list itself, which the screens of a procedure share. */
export const offerOf = perObject((offered: readonly Candidate[]): Offer => {
  const words = new Int32Array(offered.length * LABEL_WORDS);
  const placesOf = new Map<string, number[]>();
  const placesSaying = new Map<number, number[]>();
  for (const [place, { target, label }] of offered.entries()) {
    const said = ngramsOf(label).words;
    words.set(said.slice(0, LABEL_WORDS), place * LABEL_WORDS);
    note(placesOf, target, place);
    for (const word of said) note(placesSaying, word, place);
  }
  return {
    kinds: offered.map(({ kind }) => kindFacts(kind)),
    targets: Int32Array.from(offered, ({ target }) => hashFeature(target)),
    verbs: Int32Array.from(offered, ({ target }) => verbOf(target)),
    words,
    placesOf,
    placesSaying,
    results: offered.flatMap(({ control }, place) => (control.kind === 'result' ? [place] : [])),
    ids: offered.map(({ control }) => control.id),
    nodes: new WeakMap(),
    unnamed: new WeakMap(),
  };
});

function note<K>(places: Map<K, number[]>, key: K, place: number): void {
  const known = places.get(key);
  if (known) known.push(place);
  else places.set(key, [place]);
}

/** Node of each candidate in a flow chart, −1 where it has none. */
export function nodesIn(chart: FlowChart, offered: readonly Candidate[]): Int32Array {
  const { nodes } = offerOf(offered);
  let found = nodes.get(chart);
  if (!found) {
    found = Int32Array.from(offered, ({ target, kind }) => chart.nodes.get(target) ?? chart.nodes.get(kind) ?? -1);
    nodes.set(chart, found);
  }
  return found;
}

/** Places of the candidates that do not go by their name. */
export function unnamedIn(named: Named, offered: readonly Candidate[]): readonly number[] {
  const { unnamed } = offerOf(offered);
  let places = unnamed.get(named);
  if (!places) {
    places = offered.flatMap(({ target }, place) => (named(target) ? [] : [place]));
    unnamed.set(named, places);
  }
  return places;
}
