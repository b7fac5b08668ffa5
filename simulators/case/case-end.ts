import type { CaseEnd } from '../../harness/contract/world.ts';
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
      sameFields(state, state.index.plan.finalFields),
    fields: state.fields,
    commitments: state.finals.toSorted(),
    misled,
  };
}

function sameFields({ fields, offer }: CaseState, wanted: CaseState['fields']): boolean {
  const ids = Object.keys(fields);
  return ids.length === Object.keys(wanted).length && ids.every((id) => isSameValue(id, fields[id], wanted[id], offer));
}
