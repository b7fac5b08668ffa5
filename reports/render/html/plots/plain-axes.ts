import { INK } from './plot-theme.ts';
import type { Layer } from './render-plot.ts';

/** The least and the most that an axis must show. */
export interface AxisSpan {
  readonly low: number;
  readonly high: number;
}

/** Span of some values, with 0 in it unless it is not wanted: no mark may lie beyond an axis, whatever the sign of its value. */
export function extentOf(values: readonly number[], withZero = true): AxisSpan {
  const shown = values.filter(Number.isFinite);
  if (withZero || shown.length === 0) shown.push(0);
  const low = Math.min(...shown);
  const high = Math.max(...shown);
  return low === high ? { low, high: low + 1 } : { low, high };
}

/** Scale of a quantitative axis that shows the whole span, to round numbers. */
export function spanScale({ low, high }: AxisSpan) {
  return { domain: [low, high], nice: true, zero: low <= 0 && high >= 0 };
}

/** A heavy line at 0 where values lie below it, so that what is gained and what is lost are told apart; nothing otherwise. */
export function zeroLine({ low }: AxisSpan): Layer[] {
  if (low >= 0) return [];
  return [
    {
      data: { values: [{ y: 0 }] },
      mark: { type: 'rule' as const, color: INK, strokeWidth: 2 },
      encoding: { y: { field: 'y', type: 'quantitative' as const } },
    },
  ];
}
