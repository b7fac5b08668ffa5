import type { Metric } from '../../harness/contract/metric.ts';
import { countOf, formatValue } from '../present/format-value.ts';
import { missingBounds } from '../stats/missing-bounds.ts';
import type { CellInput } from './cell-input.ts';
import type { Results } from './schema.ts';

/** What crashed episodes could change, where it is measured. */
const BOUNDED = ['session_automation', 'goal_reached', 'active_ms_per_session'];
/** So many crashed sessions are named in a finding. */
const NAMED = 5;

/** Who crashed in each cell, and where its figures could lie had nobody: a sentence a cell, none where nobody did. */
export function describeCrashes(cells: readonly CellInput[], metrics: readonly Metric[]): string[] {
  return cells.flatMap(({ id, accumulator }) => {
    const crashed = accumulator.crashed();
    if (crashed.length === 0) return [];
    const bounds = metrics
      .filter(({ name }) => BOUNDED.includes(name))
      .flatMap(({ name, title, unit }) => {
        const { low, high } = missingBounds(accumulator.sums(name), crashed.length, unit);
        if (low === null || high === null) return [];
        return [`${title.toLowerCase()} between ${formatValue(unit, low)} and ${formatValue(unit, high)}`];
      });
    const names = `${crashed.slice(0, NAMED).join(', ')}${crashed.length > NAMED ? ', …' : ''}`;
    const asked = accumulator.sessions().length + crashed.length;
    return [
      `${id}: ${crashed.length} of ${asked} sessions crashed (${names}); had they gone as low or as high as can be, ${bounds.join(', ')}.`,
    ];
  });
}

/** What a report says where the two ways into the desk disagree. */
export const DESKS_DIFFER =
  'The browser and the in-process desk gave different traces: these results must not be relied on.';

/** What forbids to rely on a run's numbers, or leaves some out. */
export function describeFaults({
  cells,
  parity,
  closedLoop,
}: Pick<Results, 'cells' | 'parity' | 'closedLoop'>): string[] {
  const found: string[] = [];
  if ([parity, closedLoop?.parity].some((checked) => checked && !checked.equal)) found.push(DESKS_DIFFER);
  const crashed = [...cells, ...(closedLoop?.cells ?? [])].reduce((sum, { faults }) => sum + faults.crashed, 0);
  if (crashed > 0)
    found.push(
      `The run is incomplete: ${countOf(crashed, 'episode')} crashed for good and are left out of all numbers; arms are compared on the sessions that both played.`,
    );
  return found;
}
