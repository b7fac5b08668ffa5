import { formatCount, formatInterval, formatNumber, formatValue, NO_VALUE } from '../present/format-value.ts';
import { singleLine } from '../present/single-line.ts';
import type { FigureCell, FigureColumn } from './schema.ts';

/** A cell as people read it: the value and, apart, its interval. */
export function formatCell(
  cell: FigureCell | undefined,
  { unit }: Pick<FigureColumn, 'unit'>,
): { value: string; interval: string } {
  if (cell === null || cell === undefined) return { value: NO_VALUE, interval: '' };
  if (typeof cell === 'string') return { value: singleLine(cell), interval: '' };
  if (typeof cell === 'number') return { value: withUnit(cell, unit), interval: '' };
  const { estimate, low, high } = cell;
  if (estimate === null) return { value: NO_VALUE, interval: '' };
  if (low === null || high === null) return { value: withUnit(estimate, unit), interval: '' };
  if (unit === 'rate' || unit === 'text')
    return { value: withUnit(estimate, unit), interval: `[${withUnit(low, unit)}, ${withUnit(high, unit)}]` };
  return { value: formatValue(unit, estimate, cell), interval: formatInterval(unit, cell) };
}

function withUnit(value: number, unit: FigureColumn['unit']): string {
  if (unit === 'rate') return value >= 99.5 ? formatCount(value) : formatNumber(value, 1);
  if (unit === 'count') return Number.isInteger(value) ? formatCount(value) : formatNumber(value, 1);
  return unit === 'text' ? formatNumber(value, 3) : formatValue(unit, value);
}
