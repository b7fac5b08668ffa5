import type { Action } from '../../harness/contract/action.ts';
import type { PlanStep } from '../../harness/contract/case-plan.ts';
import { joinIds } from '../../harness/contract/join-ids.ts';
import { assembled, type IndexedStep, type PlanIndex } from './plan-index.ts';

/** The plan with a value replaced wherever it stands. The same object for the same arguments. */
export function replaceInPlan(index: PlanIndex, from: string, to: string): PlanIndex {
  const name = joinIds('\n', from, to);
  let derived = index.derived.get(name);
  if (!derived) {
    derived = replaced(index, from, to, name);
    index.derived.set(name, derived);
  }
  return derived;
}

function replaced(index: PlanIndex, from: string, to: string, name: string): PlanIndex {
  const { plan } = index;
  const steps = index.steps.map((indexed): IndexedStep => {
    const acts = indexed.acts.map((act) => {
      const action = replacedAction(act.action, from, to);
      return action === act.action ? act : { ...act, action };
    });
    return { ...indexed, acts, step: replacedStep(indexed.step, acts[0]!.action, from, to) };
  });
  const next = {
    ...plan,
    steps: steps.map(({ step }) => step),
    finalFields: replacedValues(plan.finalFields, from, to),
    facts: replacedValues(plan.facts, from, to),
    answers: Object.fromEntries(
      Object.entries(plan.answers).map(([reply, texts]) => [reply, texts.map((text) => text.replaceAll(from, to))]),
    ),
  };
  return assembled(next, steps, `${index.variant}${name}\n`);
}

function replacedStep(step: PlanStep, first: Action, from: string, to: string): PlanStep {
  const actions = step.actions.map((action) => replacedAction(action, from, to));
  const result = step.result && {
    ...step.result,
    items: step.result.items.map((item) => replacedValues(item, from, to)),
  };
  const replies = first.kind === 'send_text' ? step.replies.map((text) => text.replaceAll(from, to)) : step.replies;
  return { ...step, actions, result, replies };
}

/** The action with a value replaced where it is filled in or written; the same object where it is not. */
function replacedAction(action: Action, from: string, to: string): Action {
  if (action.kind === 'send_text')
    return action.text.includes(from) ? { ...action, text: action.text.replaceAll(from, to) } : action;
  if (action.kind !== 'submit_form' || !Object.values(action.values).includes(from)) return action;
  return { ...action, values: replacedValues(action.values, from, to) };
}

function replacedValues(values: Readonly<Record<string, string>>, from: string, to: string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, value === from ? to : value]));
}
