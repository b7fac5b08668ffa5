import { INK } from './plot-theme.ts';
import type { Layer } from './render-plot.ts';

/** The least and the most that an axis must show. */
export interface AxisSpan {
  readonly low: number;
  readonly high: number;
}

/** Span of some values, with 0 in it: no mark may lie beyond an axis, whatever the sign of its value. */
export function extentOf(values: readonly number[]): AxisSpan {
  const shown = values.filter(Number.isFinite);
  const low = Math.min(0, ...shown);
  const high = Math.max(0, ...shown);
  return low === high ? { low, high: low + 1 } : { low, high };
}

/** Scale of a quantitative axis that shows the whole span, to round numbers. */
export function spanScale({ low, high }: AxisSpan) {
  return { domain: [low, high], nice: true, zero: true };
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
