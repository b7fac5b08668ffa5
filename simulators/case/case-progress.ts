import { type CaseState, DONE, WRONG } from './case-state.ts';
import type { IndexedStep, PlanIndex } from './plan-index.ts';

/** How far a plan has come for somebody who takes some steps for done. */
export interface CaseProgress {
  /** 1 where a step is taken for done. */
  readonly done: readonly number[];
  /** 1 where all that a step waits for is done, and all that those wait for. */
  readonly clear: readonly number[];
  /** 1 where something that a step rests on was done wrongly. */
  readonly foul: readonly number[];
  /** Whether nothing is left but what ends the case. */
  readonly finished: boolean;
  /** Last step in plan order that is taken for done; -1 where there is none. */
  readonly last: number;
}

/** The progress that is so: only what was done rightly is done. */
export function trueProgress(state: CaseState): CaseProgress {
  return progress(state, state.index, (stepIndex) => state.marks[stepIndex] === DONE);
}

/** The progress as it looks to somebody who has not noticed what is wrong. */
export function seemingProgress(state: CaseState, index: PlanIndex): CaseProgress {
  return progress(
    state,
    index,
    (stepIndex) =>
      state.marks[stepIndex] === DONE || (state.marks[stepIndex] === WRONG && !state.wrongs.get(stepIndex)?.known),
  );
}

function progress(state: CaseState, index: PlanIndex, seemsDone: (stepIndex: number) => boolean): CaseProgress {
  const done: number[] = [];
  const clear: number[] = [];
  const foul: number[] = [];
  let finished = true;
  let last = -1;
  for (const { stepIndex, after, required, ends } of index.steps) {
    let isClear = 1;
    let isFoul = 0;
    for (const before of after) {
      if (!done[before] || !clear[before]) isClear = 0;
      if (foul[before] || state.marks[before] === WRONG) isFoul = 1;
    }
    const isDone = seemsDone(stepIndex) ? 1 : 0;
    if (isDone) last = stepIndex;
    clear.push(isClear);
    foul.push(isFoul);
    done.push(isDone);
    if (!ends && !(isDone && isClear) && (required || mustMend(state, stepIndex))) finished = false;
  }
  return { done, clear, foul, finished, last };
}

/** Whether the step is done rightly, or needless since another one was. */
export function isSettled({ stepIndex, until }: IndexedStep, { marks }: CaseState): boolean {
  return marks[stepIndex] === DONE || (until !== null && marks[until] === DONE);
}

/** Whether the step was done wrongly and can still be put right. */
export function mustMend(state: CaseState, stepIndex: number): boolean {
  return state.marks[stepIndex] === WRONG && !state.wrongs.get(stepIndex)?.final;
}
