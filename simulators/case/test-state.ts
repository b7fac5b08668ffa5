/** Moments of a case that no play leads to, for tests of what makes up the world. */
import type { CasePlan } from '../../harness/contract/case-plan.ts';
import { openCase } from '../desk/model/desk-state.ts';
import type { CaseState, Wrong } from './case-state.ts';
import { planIndex } from './plan-index.ts';
import { testCatalog, testSession } from './test-case.ts';

/** A case in which steps stand so. */
export function stateOf(plan: CasePlan, marks: readonly number[], more: Partial<CaseState> = {}): CaseState {
  const session = testSession();
  const opened = openCase(session, testCatalog);
  return {
    ...{ index: planIndex(plan, session, opened), offer: opened.offer, view: opened.view, marks, wrongs: new Map() },
    ...{ results: new Map(), resultCount: 0, fields: {}, finals: [], stray: [], misled: [], beliefs: [], doubt: null },
    ...{ decided: false, actionCount: 7, ending: null },
    ...more,
  };
}
/** A step that was done wrongly by the first action, and nobody has noticed. */
export const wrong = (more: Partial<Wrong> = {}): Wrong => ({
  ...{ actionIndex: 0, key: 'k', amiss: 'earlier error', final: false, known: false },
  ...more,
});
