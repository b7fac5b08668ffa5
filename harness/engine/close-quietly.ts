import type { Environment } from '../contract/environment.ts';

/** Closes a desk whose own failure no longer matters. */
export function closeQuietly(desk: Environment): Promise<void> {
  return Promise.resolve()
    .then(() => desk.close())
    .catch(() => undefined);
}
