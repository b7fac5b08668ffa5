import { type Action, actionTarget } from '../../harness/contract/action.ts';
import type { CasePlan } from '../../harness/contract/case-plan.ts';
import type { Session } from '../../harness/contract/session.ts';
import type { DeskView } from '../desk/model/desk-index.ts';
import type { DeskState } from '../desk/model/desk-state.ts';
import { viewAfter } from '../desk/model/view-after.ts';
import { isPlace, isSame, rulesOf } from './action-keys.ts';

/** How the log did one step of its plan. */
export interface Track {
  /** The logged action. */
  readonly action: Action;
  /** The screen on which the log did it. */
  readonly view: DeskView;
  /** How the log came there from the step before. */
  readonly moves: readonly Move[];
}

interface Move {
  readonly from: DeskView;
  readonly action: Action;
}

/** How the log did each step of its plan, null where it did not: the first of the log's actions that fits, each once. */
export function logTrack(
  plan: CasePlan,
  session: Session,
  opened: Pick<DeskState, 'view' | 'offer'>,
): (Track | null)[] {
  const track = plan.steps.map((): Track | null => null);
  const targets = plan.steps.map((step) => new Set(step.actions.map(actionTarget)));
  let { view } = opened;
  let moves: Move[] = [];
  for (const { action } of session.steps) {
    const target = actionTarget(action);
    const open = view.procedure?.id ?? null;
    const stepIndex = plan.steps.findIndex(
      (step, position) =>
        track[position] === null &&
        targets[position]?.has(target) &&
        isPlace(step, action, view) &&
        step.actions.some((candidate) => isSame(candidate, action, rulesOf(opened.offer, step.procedure ?? open))),
    );
    if (stepIndex >= 0) {
      track[stepIndex] = { action, view, moves };
      moves = [];
    } else if (action.kind === 'select_procedure' || action.kind === 'click_control')
      moves.push({ from: view, action });
    view = viewAfter(view, opened.offer, action);
  }
  return track;
}

/** The move that the log made from this screen on its way to the step; null where it made none, or was there. */
export function loggedMove(track: Track | null, view: DeskView): Action | null {
  if (track === null || track.view === view) return null;
  return track.moves.findLast((move) => move.from === view)?.action ?? null;
}
