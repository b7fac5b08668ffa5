import { perObject, perText } from '../../../harness/contract/remember.ts';
import { hashFeature } from './hash.ts';
import { verbOf } from './kind-facts.ts';

/** Whether an action's target, or a procedure as `procedure ID`, is known by its name. Says the same of a name each time. */
export type Named = (name: string) => boolean;

/** A name's hash; one that is not known goes by what kind of thing it is. */
interface Name {
  readonly hash: number;
  readonly known: boolean;
}

/** What names go by, each asked about once. */
export interface Names {
  /** Of actions' targets. */
  readonly targets: (name: string) => Name;
  /** Of procedures, by id: all that are not known go by one name. */
  readonly procedures: (name: string) => Name;
}

const ALL: Names = namesBy(() => true);
const namesOnce = perObject(namesBy);

/** What names go by; absent: all are known. */
export const namesOf = (named: Named | undefined): Names => (named ? namesOnce(named) : ALL);

function namesBy(named: Named): Names {
  const nameOf = (name: string, text: string, kind: (text: string) => number): Name => {
    const known = named(name);
    return { hash: known ? hashFeature(text) : kind(text), known };
  };
  return {
    targets: perText((target) => nameOf(target, target, verbOf)),
    procedures: perText((id) => nameOf(`procedure ${id}`, id, () => 1)),
  };
}
