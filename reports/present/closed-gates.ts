import type { CellResult, Results } from '../results/schema.ts';
import { countOf } from './format-value.ts';
import { sentence } from './sentence.ts';

/** Where gates stayed closed, and why in the first of those cells. */
export interface ClosedGates {
  readonly headline: string;
  readonly reason: string;
  /** The reason as the gate itself gives it: what the page has told once it need not tell again. */
  readonly told: string;
}

/** What to say of a gate's reason: itself the first time, and every further time that it is the same. `first`: the one that was given before. */
export function reasonOnce(first: string | undefined): (reason: string) => string {
  const told = new Set([first]);
  return (reason) => {
    if (told.has(reason)) return 'for the same reason as above';
    told.add(reason);
    return reason;
  };
}

/** Gates without a threshold, told loop by loop; null where there are none. */
export function closedGates({ cells, closedLoop }: Pick<Results, 'cells' | 'closedLoop'>): ClosedGates | null {
  const loops: [string, readonly CellResult[]][] = [['open', cells]];
  if (closedLoop) loops.push(['closed', closedLoop.cells]);
  const found = loops.flatMap(([loop, played]) => {
    const gates = played.flatMap(({ gate }) => gate ?? []);
    const shut = gates.filter(({ threshold }) => threshold === null);
    if (shut.length === 0) return [];
    const where = shut.length === gates.length ? 'everywhere' : `in ${shut.length} of ${countOf(gates.length, 'cell')}`;
    return [{ where: closedLoop ? `${where} in ${loop} loop` : where, shut }];
  });
  const shut = found.flatMap((one) => one.shut);
  const [first] = shut;
  if (!first) return null;
  const reason = sentence(first.reason);
  return {
    headline: `Gate closed ${found.map(({ where }) => where).join(', ')}: no critical action runs without an operator.`,
    reason: shut.length > 1 ? `In the first: ${reason}` : reason,
    told: first.reason,
  };
}
