import { type Action, actionKey } from '../../harness/contract/action.ts';

const keys = new WeakMap<Action, string>();

/** The action's key, worked out once for each object: the same planned actions are compared again and again. */
export function keyOf(action: Action): string {
  let key = keys.get(action);
  if (key === undefined) {
    key = actionKey(action);
    keys.set(action, key);
  }
  return key;
}

/** Whether two actions are the same, by their remembered keys. */
export function isSame(a: Action, b: Action): boolean {
  return a === b || (a.kind === b.kind && keyOf(a) === keyOf(b));
}

export function includesAction(actions: readonly Action[], action: Action): boolean {
  return actions.some((other) => isSame(other, action));
}
