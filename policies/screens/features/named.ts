import { TextCache } from '../../../harness/contract/text-cache.ts';
import { hashFeature } from './hash.ts';
import { verbOf } from './verb.ts';

/** Whether an action's target, or a procedure as `procedure ID`, is known by its name. Says the same of a name each time. */
export type Named = (name: string) => boolean;

/** Hashes of names; those that are not known go by what kind of thing they are. */
export interface Names {
  /** Of an action's target. */
  readonly targets: TextCache<number>;
  /** Of a procedure's id. */
  readonly procedures: TextCache<number | typeof UNKNOWN>;
}

/** What stands for every procedure that is not known. */
export const UNKNOWN = null;

const ALL: Names = namesBy(() => true);
const names = new WeakMap<Named, Names>();

/** The hashes of names, each asked about once. */
export function namesOf(named: Named | undefined): Names {
  if (!named) return ALL;
  let found = names.get(named);
  if (!found) {
    found = namesBy(named);
    names.set(named, found);
  }
  return found;
}

function namesBy(named: Named): Names {
  return {
    targets: new TextCache((target) => (named(target) ? hashFeature(target) : verbOf(target))),
    procedures: new TextCache<number | typeof UNKNOWN>((id) => (named(`procedure ${id}`) ? hashFeature(id) : UNKNOWN)),
  };
}
