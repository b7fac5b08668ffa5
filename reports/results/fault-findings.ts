import { countOf } from '../present/format-value.ts';
import type { Results } from './schema.ts';

/** What forbids to rely on a run's numbers, or leaves some out. */
export function describeFaults({
  cells,
  parity,
  closedLoop,
}: Pick<Results, 'cells' | 'parity' | 'closedLoop'>): string[] {
  const found: string[] = [];
  if ([parity, closedLoop?.parity].some((checked) => checked && !checked.equal))
    found.push('The browser and the in-process desk gave different traces: these results must not be relied on.');
  const crashed = [...cells, ...(closedLoop?.cells ?? [])].reduce((sum, { faults }) => sum + faults.crashed, 0);
  if (crashed > 0)
    found.push(
      `The run is incomplete: ${countOf(crashed, 'episode')} crashed for good and are left out of all numbers.`,
    );
  return found;
}
