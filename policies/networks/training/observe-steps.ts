/** Makes a trainer's steps and gives their losses; the observer runs it, and may look at its watch before and after. */
export type StepWork = () => Promise<readonly number[]>;
export type StepObserver = (provider: string, work: StepWork) => Promise<readonly number[]>;

const observers: StepObserver[] = [];

/**
 * Runs `work` while an observer is told of every step that any trainer makes in it, whoever trains: for comparing
 * what one recipe does on different providers. An observer that throws ends the training.
 */
export async function observingSteps<T>(observer: StepObserver, work: () => Promise<T>): Promise<T> {
  observers.push(observer);
  try {
    return await work();
  } finally {
    observers.splice(observers.indexOf(observer), 1);
  }
}

/** Makes steps under the eyes of those who observe. */
export function observedSteps(provider: string, work: StepWork): Promise<readonly number[]> {
  return observers.reduce<StepWork>((inner, observer) => () => observer(provider, inner), work)();
}
