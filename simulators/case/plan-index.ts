import { type Action, type ActionRules, actionTarget, asSaid } from '../../harness/contract/action.ts';
import type { CasePlan, PlanStep } from '../../harness/contract/case-plan.ts';
import { submitControlId } from '../../harness/contract/join-ids.ts';
import type { Session } from '../../harness/contract/session.ts';
import type { DeskState } from '../desk/model/desk-state.ts';
import { isSame, rulesOf } from './action-keys.ts';
import { logTrack, type Track } from './log-track.ts';

/** One action of a plan's step, with what it is looked up by. */
export interface PlannedAct {
  readonly action: Action;
  readonly target: string;
  /** Control that the screen must have for it. */
  readonly control: string;
}

/** A plan's step, prepared for look-up. */
export interface IndexedStep {
  readonly step: PlanStep;
  readonly stepIndex: number;
  readonly after: readonly number[];
  /** Step that makes this one needless once it is done; null where none does. */
  readonly until: number | null;
  /** The log's own form first, where the log has one. */
  readonly acts: readonly PlannedAct[];
  /** Whether the goal needs it: itself, or through a step that waits for it. */
  readonly required: boolean;
  /** How the log did it; null where it did not. */
  readonly track: Track | null;
  /** Whether it ends the case. */
  readonly ends: boolean;
  /** Whether it tells the customer something that must be true. */
  readonly tells: boolean;
  /** Step whose result it takes up; null where it takes up none. */
  readonly source: number | null;
}

/** A plan prepared for look-up. */
export interface PlanIndex {
  readonly plan: CasePlan;
  readonly steps: readonly IndexedStep[];
  readonly byTarget: ReadonlyMap<string, readonly number[]>;
  /** Procedures that some step needs open. */
  readonly procedures: readonly string[];
  /** Names what the customer has changed since; empty for the plan as it was made. */
  readonly variant: string;
  /** The same plan with a value replaced, by `from` and `to`. Grows as needed. */
  readonly derived: Map<string, PlanIndex>;
}

const indexes = new WeakMap<CasePlan, PlanIndex>();

/** The index of a session's plan, made at first use. Throws: where a step waits for one that does not stand before it. */
export function planIndex(plan: CasePlan, session: Session, opened: Pick<DeskState, 'view' | 'offer'>): PlanIndex {
  let index = indexes.get(plan);
  if (!index) {
    index = buildIndex(plan, session, opened);
    indexes.set(plan, index);
  }
  return index;
}

function buildIndex(plan: CasePlan, session: Session, opened: Pick<DeskState, 'view' | 'offer'>): PlanIndex {
  const positions = new Map(plan.steps.map((step, stepIndex) => [step.id, stepIndex]));
  const after = plan.steps.map((step, stepIndex) =>
    step.after.map((id) => positionBefore(plan, positions, id, stepIndex)),
  );
  const required = requiredSteps(plan, after);
  const tracks = logTrack(plan, session, opened);
  const steps = plan.steps.map((step, stepIndex): IndexedStep => {
    const rules = rulesOf(opened.offer, step.procedure);
    const acts = step.actions.map((action) => plannedAct(action, rules));
    const track = tracks[stepIndex] ?? null;
    const own = track === null ? -1 : acts.findIndex((act) => isSame(act.action, track.action, rules));
    const kind = step.actions[0]?.kind;
    return {
      step,
      stepIndex,
      after: after[stepIndex] as number[],
      until: step.until === undefined ? null : (positions.get(step.until) ?? null),
      acts: own > 0 ? [acts[own] as PlannedAct, ...acts.filter((_, other) => other !== own)] : acts,
      required: required[stepIndex] as boolean,
      track,
      ends: kind === 'close' || kind === 'transfer',
      tells: kind === 'send_text' && step.effect === 'final',
      source: sourceOf(plan, stepIndex, session, opened.offer),
    };
  });
  return assembled(plan, steps, '');
}

/** An index of steps that are ready. */
export function assembled(plan: CasePlan, steps: readonly IndexedStep[], variant: string): PlanIndex {
  const byTarget = new Map<string, number[]>();
  const procedures = new Set<string>();
  for (const { step, acts, stepIndex } of steps) {
    if (step.procedure !== null) procedures.add(step.procedure);
    for (const { target } of acts) {
      const list = byTarget.get(target);
      if (!list) byTarget.set(target, [stepIndex]);
      else if (list.at(-1) !== stepIndex) list.push(stepIndex);
    }
  }
  return { plan, steps, byTarget, procedures: [...procedures], variant, derived: new Map() };
}

function positionBefore(plan: CasePlan, positions: ReadonlyMap<string, number>, id: string, stepIndex: number): number {
  const position = positions.get(id);
  if (position === undefined || position >= stepIndex)
    throw new Error(
      `The plan of session "${plan.session}" lets step "${plan.steps[stepIndex]?.id}" wait for "${id}", which does not stand before it.`,
    );
  return position;
}

/** What is not optional, and all that it waits for. Ends wait for nothing optional. */
function requiredSteps(plan: CasePlan, after: readonly (readonly number[])[]): boolean[] {
  const required = plan.steps.map((step) => !step.optional);
  for (let stepIndex = plan.steps.length - 1; stepIndex >= 0; stepIndex--)
    if (required[stepIndex] && !isEnd(plan.steps[stepIndex] as PlanStep))
      for (const before of after[stepIndex] ?? []) required[before] = true;
  return required;
}

function isEnd(step: PlanStep): boolean {
  return step.actions[0]?.kind === 'close' || step.actions[0]?.kind === 'transfer';
}

export function plannedAct(action: Action, rules: ActionRules): PlannedAct {
  return { action, target: actionTarget(asSaid(action, rules)), control: controlOf(action) };
}

function controlOf(action: Action): string {
  switch (action.kind) {
    case 'select_procedure':
      return `procedure:${action.procedure}`;
    case 'submit_form':
      return submitControlId(action.form, action.button);
    case 'click_control':
      return action.control;
    case 'send_text':
      return action.reply === null ? 'compose' : `reply:${action.reply}`;
    default:
      return action.kind;
  }
}

/**
 * Where the result comes from that a step takes up: the step that asked what the log asked for it, else the
 * last one before it that has a result.
 */
function sourceOf(plan: CasePlan, stepIndex: number, session: Session, offer: DeskState['offer']): number | null {
  const [action] = (plan.steps[stepIndex] as PlanStep).actions;
  if (action?.kind !== 'click_control' || !action.control.startsWith('result:')) return null;
  const logged = session.steps.filter((step) => step.result !== null)[Number(action.control.slice(7))]?.action;
  let last: number | null = null;
  let same: number | null = null;
  for (const [position, step] of plan.steps.slice(0, stepIndex).entries()) {
    if (step.result === null) continue;
    last = position;
    const rules = rulesOf(offer, step.procedure);
    if (logged && step.actions.some((candidate) => isSame(candidate, logged, rules))) same = position;
  }
  return same ?? last;
}
