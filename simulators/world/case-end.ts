import type { CaseEnd } from '../../harness/contract/world.ts';
import { keyOf } from './action-keys.ts';
import type { CaseState } from './case-state.ts';
import { isSameValue } from './same-value.ts';

/** How a case stands. `how` says what the world makes of it. */
export function caseEnd(state: CaseState, how: CaseEnd['how']): CaseEnd {
  const misled = [...new Set(state.misled.map(({ id }) => id))].sort();
  return {
    how,
    goalReached:
      how === 'resolved' &&
      state.stray.length === 0 &&
      misled.length === 0 &&
      sameFields(state.fields, state.index.plan.finalFields),
    fields: state.fields,
    commitments: state.finals.map(keyOf).sort(),
    misled,
  };
}

function sameFields(a: CaseState['fields'], b: CaseState['fields']): boolean {
  const ids = Object.keys(a);
  return ids.length === Object.keys(b).length && ids.every((id) => isSameValue(a[id], b[id]));
}
