import { formatCount, formatNumber, NO_VALUE } from '../present/format-value.ts';
import { singleLine } from '../present/single-line.ts';
import type { FigureCell, FigureColumn } from './schema.ts';

/** A cell as people read it: the value and, apart, its interval. */
export function formatCell(cell: FigureCell | undefined, { unit }: FigureColumn): { value: string; interval: string } {
  if (cell === null || cell === undefined) return { value: NO_VALUE, interval: '' };
  if (typeof cell === 'string') return { value: singleLine(cell), interval: '' };
  if (typeof cell === 'number') return { value: withUnit(cell, unit), interval: '' };
  const { estimate, low, high } = cell;
  if (estimate === null) return { value: NO_VALUE, interval: '' };
  const interval = low === null || high === null ? '' : `[${bare(low, unit)}, ${bare(high, unit)}]`;
  return { value: withUnit(estimate, unit), interval };
}

function withUnit(value: number, unit: FigureColumn['unit']): string {
  return bare(value, unit) + (unit === 'share' ? '%' : unit === 'ms' ? ' s' : '');
}

function bare(value: number, unit: FigureColumn['unit']): string {
  switch (unit) {
    case 'share':
      return formatNumber(value * 100, 1);
    case 'ms':
      return formatNumber(value / 1000, value < 9950 ? 1 : 0);
    case 'rate':
      return value >= 99.5 ? formatCount(value) : formatNumber(value, 1);
    case 'count':
      return Number.isInteger(value) ? formatCount(value) : formatNumber(value, 1);
    default:
      return formatNumber(value, 3);
  }
}
