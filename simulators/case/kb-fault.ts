import type { KbResult } from '../../harness/contract/result.ts';
import type { Rng } from '../../harness/contract/rng.ts';
import { otherValue } from './customer/other-value.ts';

const TEXT = [{ kind: 'text', options: [] }] as const;

/** Whether an answer says openly that there is nothing, so that nobody takes it for the record sought. */
export function foundNothing(result: KbResult): boolean {
  return result.total === 0 || (result.items.length === 0 && result.status === null);
}

/**
 * A wrong answer in place of a right one: another record where the answer lists one, the other answer where that
 * differs, else nothing found.
 */
export function wrongAnswer(right: KbResult, other: KbResult, rng: Rng): KbResult {
  const items = right.items.map((item) =>
    Object.fromEntries(Object.entries(item).map(([id, value]) => [id, otherValue(value, TEXT, rng) ?? value])),
  );
  if (JSON.stringify(items) !== JSON.stringify(right.items)) return { ...right, items };
  if (other.status !== right.status && !foundNothing(other)) return other;
  return { form: right.form, items: [], total: 0, status: null };
}
