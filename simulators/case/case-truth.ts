import type { Action, ActionRules } from '../../harness/contract/action.ts';
import type { Amiss, Truth } from '../../harness/contract/operator.ts';
import { includesAction, rulesOf } from './action-keys.ts';
import { mustMend, seemingProgress } from './case-progress.ts';
import { type CaseState, DONE, OPEN } from './case-state.ts';
import type { PlanIndex } from './plan-index.ts';
import { replaceInPlan } from './replace-in-plan.ts';
import { type RightActions, rightActions } from './right-actions.ts';

/** The truth of a moment: what is right, what looks right, and what puts errors right. */
export function caseTruth(state: CaseState, right: RightActions): Truth {
  if (state.wrongs.size === 0 && state.beliefs.length === 0) return { acceptable: right.actions };
  const rules = rulesOf(state.offer, state.view.procedure?.id ?? null);
  const asking = askAgain(state);
  const acceptable = [...right.actions, ...asking.filter((action) => !includesAction(right.actions, action, rules))];
  const repairs = [...asking, ...right.repairs];
  const apparent = seeming(state);
  return {
    acceptable,
    ...(repairs.length > 0 ? { repairs } : {}),
    ...(apparent.length > 0 && !sameSet(apparent, right.actions, rules) ? { apparent, amiss: amissIn(state) } : {}),
  };
}

/** What looks right to somebody who takes wrong steps for done and misstated values for true. */
function seeming(state: CaseState): readonly Action[] {
  const index = believedPlan(state);
  return rightActions(state, index, seemingProgress(state, index)).actions;
}

function believedPlan(state: CaseState): PlanIndex {
  return state.beliefs.reduce((index, { from, to }) => replaceInPlan(index, from, to), state.index);
}

/** Asking again for misstated values that are still needed: the customer then puts them right. */
function askAgain(state: CaseState): Action[] {
  return state.beliefs.flatMap(({ from, stepIndex: askedBy }) => {
    const needed = state.index.steps.some(
      ({ stepIndex, acts }) =>
        (state.marks[stepIndex] === OPEN || mustMend(state, stepIndex)) &&
        acts.some(({ action }) => action.kind === 'submit_form' && Object.values(action.values).includes(from)),
    );
    const asked = state.index.steps[askedBy];
    if (!needed || !asked || state.marks[askedBy] !== DONE) return [];
    const open = asked.step.procedure === null || state.view.procedure?.id === asked.step.procedure;
    const act = open ? asked.acts.find(({ control }) => state.view.byId.has(control)) : undefined;
    return act ? [act.action] : [];
  });
}

function amissIn({ wrongs, beliefs }: CaseState): Amiss {
  const causes = new Set<Amiss>([...wrongs.values()].filter(({ known }) => !known).map(({ amiss }) => amiss));
  if (causes.has('earlier error')) return 'earlier error';
  if (beliefs.length > 0 || causes.has('customer')) return 'customer';
  return 'environment';
}

function sameSet(a: readonly Action[], b: readonly Action[], rules: ActionRules): boolean {
  return a.length === b.length && a.every((action) => includesAction(b, action, rules));
}
