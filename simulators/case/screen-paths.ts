import type { Action } from '../../harness/contract/action.ts';
import { type DeskView, deskView } from '../desk/model/desk-index.ts';
import { viewAfter } from '../desk/model/view-after.ts';
import { isSameValue } from './action-keys.ts';
import type { CaseProgress } from './case-progress.ts';
import type { CaseState } from './case-state.ts';
import type { IndexedStep, PlanIndex } from './plan-index.ts';

/** How a procedure screen is reached: in how many actions, and which can be the first. */
export interface ScreenPath {
  readonly length: number;
  readonly firstActions: readonly Action[];
}

interface Edge {
  readonly action: Action;
  readonly to: DeskView;
}

const leading = new WeakMap<DeskView, Map<string, Edge[]>>();

/**
 * The shortest harmless ways from the open screen to all others: procedures that the plan needs, buttons that
 * commit to nothing, and steps that were done and can be done again without harm. Buttons come first.
 */
export function screenPathsFrom(state: CaseState, index: PlanIndex, progress: CaseProgress): Map<DeskView, ScreenPath> {
  const ways = new Map<DeskView, ScreenPath>([[state.view, { length: 0, firstActions: [] }]]);
  for (const [view, way] of ways)
    for (const { action, to } of edgesFrom(view, state, index, progress)) {
      const firsts = way.length === 0 ? [action] : way.firstActions;
      const known = ways.get(to);
      if (!known) ways.set(to, { length: way.length + 1, firstActions: firsts });
      else if (known.length === way.length + 1)
        ways.set(to, { ...known, firstActions: [...new Set([...known.firstActions, ...firsts])] });
    }
  return ways;
}

function* edgesFrom(view: DeskView, state: CaseState, index: PlanIndex, progress: CaseProgress): Generator<Edge> {
  yield* fixedEdges(view, state, 'buttons');
  for (const indexed of index.steps)
    if (progress.done[indexed.stepIndex] && leadsOn(indexed, view, state)) {
      const action = indexed.acts[0]!.action;
      yield { action, to: viewAfter(view, state.offer, action) };
    }
  for (const procedure of index.procedures) yield* fixedEdges(view, state, procedure);
}

/** Edges that every case has: to a procedure, or through the view's own buttons. The same objects for the same view. */
function fixedEdges(view: DeskView, state: CaseState, what: string): readonly Edge[] {
  let byName = leading.get(view);
  if (!byName) {
    byName = new Map();
    leading.set(view, byName);
  }
  const name = what === 'buttons' ? what : `procedure:${what}`;
  let edges = byName.get(name);
  if (!edges) {
    edges = what === 'buttons' ? buttonEdges(view, state) : procedureEdges(view, state, what);
    byName.set(name, edges);
  }
  return edges;
}

function procedureEdges(view: DeskView, { offer }: CaseState, procedure: string): Edge[] {
  if (!view.byId.has(`procedure:${procedure}`)) return [];
  return [{ action: { kind: 'select_procedure', procedure }, to: deskView(offer, procedure, null) }];
}

function buttonEdges(view: DeskView, { offer }: CaseState): Edge[] {
  const screen = view.procedure?.screens.find(({ id }) => id === view.place?.screen);
  return (screen?.buttons ?? [])
    .filter((button) => button.next !== null && !button.critical)
    .map((button): Edge => {
      const action: Action = { kind: 'click_control', control: `button:${button.id}` };
      return { action, to: viewAfter(view, offer, action) };
    });
}

/** Whether doing the step again leads on from this screen and changes nothing else. */
function leadsOn({ step, acts }: IndexedStep, view: DeskView, state: CaseState): boolean {
  const [first] = acts;
  if (!first || step.effect === 'final' || !view.next.has(first.control)) return false;
  if (step.procedure !== null && view.procedure?.id !== step.procedure) return false;
  if (first.action.kind !== 'submit_form' || !view.writes.has(first.control)) return true;
  return Object.entries(first.action.values).every(([field, value]) =>
    isSameValue(field, state.fields[field], value, state.offer),
  );
}
