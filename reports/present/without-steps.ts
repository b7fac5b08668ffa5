import type { Results } from '../results/schema.ts';
import { formatCount } from './format-value.ts';

/** `, 3 of them without a step, which count in no figure`: sessions played that no figure divides by. Empty where there are none. */
export function withoutSteps({ cells }: Pick<Results, 'cells'>): string {
  const empty = cells.map(({ sessions, metrics }) => sessions - (metrics.active_ms_per_session?.sessions ?? sessions));
  const most = Math.max(0, ...empty);
  return most === 0 ? '' : `, ${formatCount(most)} of them without a step, which count in no figure`;
}
