import type { Slicing } from './sliced-gate.ts';

/** Name of the slice of actions that no procedure or cluster is known for. */
const NONE = '(none)';

/** One threshold a kind of action. */
export function byKind(minSupport: number): Slicing {
  return { name: 'kind', minSupport, sliceOf: (action) => action.kind };
}

/** One threshold a cluster of procedures; a procedure in no cluster shares a slice with those that have none open. */
export function byCluster(clusterOf: ReadonlyMap<string, string>, minSupport: number): Slicing {
  return {
    name: 'cluster',
    minSupport,
    sliceOf: (_, procedure) => (procedure === null ? undefined : clusterOf.get(procedure)) ?? NONE,
  };
}
