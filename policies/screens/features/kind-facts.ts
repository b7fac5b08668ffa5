import { ACTION_KINDS, type ActionKind } from '../../../harness/contract/action.ts';
import { perText } from '../../../harness/contract/remember.ts';
import { hashFeature, mix } from './hash.ts';

const fact = (name: string) => hashFeature(`own ${name}`);
const ORDER = { least: -4, most: 4, none: 99 } as const;

/** Hashed facts of the candidates of one kind, by what is counted. */
export interface KindFacts {
  /** Hash of the kind. */
  readonly kind: number;
  readonly itself: number;
  /** By how often it was done. Range of the count: [0, 3]. */
  readonly done: readonly number[];
  /** Whether it was done last: 0 or 1. */
  readonly justDone: readonly number[];
  /** By how many of its words were just said. Range of the count: [0, 4]. */
  readonly overlap: readonly number[];
  /** Where nothing on the screen was done last. */
  readonly unordered: number;
  /** By what `resultState` says. */
  readonly selected: readonly number[];
  /** By its place after what was done last, from `ORDER.least` on. */
  readonly order: readonly number[];
}

/** Fact of a candidate that stands so many places after the one done last. */
export function orderFact({ order }: KindFacts, after: number): number {
  return order[Math.max(ORDER.least, Math.min(ORDER.most, after)) - ORDER.least]!;
}

/** The hashed facts of a kind: there are so few that none is worked out twice. */
export function kindFacts(kind: ActionKind): KindFacts {
  return TABLES[kind];
}

function tablesOf(kind: ActionKind): KindFacts {
  const hash = hashFeature(kind);
  const one = (name: string, value: number) => mix(mix(fact(name), hash), value);
  const upTo = (name: string, most: number) => Array.from({ length: most + 1 }, (_, value) => one(name, value));
  const orders = Array.from({ length: ORDER.most - ORDER.least + 1 }, (_, at) => one('order', at + ORDER.least));
  return {
    kind: hash,
    itself: one('kind', 0),
    done: upTo('done', 3),
    justDone: upTo('just done', 1),
    overlap: upTo('overlap', 4),
    order: orders,
    unordered: one('order', ORDER.none),
    selected: upTo('selected', 4),
  };
}

const TABLES = Object.fromEntries(ACTION_KINDS.map((kind) => [kind, tablesOf(kind)])) as Record<ActionKind, KindFacts>;

/** What kind of thing an action does, by its name: the first word of its id that names an act, else the kind alone. */
export const verbOf = perText((target) => {
  const [kind = '', id = ''] = target.split(' ');
  if (kind === 'submit_form') return hashFeature(`verb ${kind} ${id.slice(id.indexOf('/') + 1)}`);
  return hashFeature(`verb ${kind} ${ACTS.exec(id)?.[1] ?? ''}`);
});

const ACTS =
  /(?:^|_)(ask|request|inform|confirm|offer|provide|tell|verify|greet|hello|goodbye|bye|anything|out|unavailable|available|failed|succeeded|successful|not)(?:_|$)/;
