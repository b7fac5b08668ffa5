import type { Estimate } from '../results/schema.ts';

/** Unit of a metric as results carry it. */
export type Unit = 'share' | 'ms' | 'count';

/** What stands where there is nothing to divide by. */
export const NO_VALUE = '–';

/** How a unit is shown: shares in per cent, times in seconds. */
const SHOWN: Readonly<Record<Unit, { readonly factor: number; readonly suffix: string }>> = {
  share: { factor: 100, suffix: '%' },
  ms: { factor: 0.001, suffix: ' s' },
  count: { factor: 1, suffix: '' },
};

/** Number with a true minus sign, never minus zero. */
export function formatNumber(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text.replace('-', '−');
}

/** Value without its unit: `71.3`. */
export function formatBare(unit: Unit, value: number | null): string {
  if (value === null || !Number.isFinite(value)) return NO_VALUE;
  const shown = value * SHOWN[unit].factor;
  return formatNumber(shown, unit === 'count' ? 2 : unit === 'ms' && Math.abs(shown) >= 9.95 ? 0 : 1);
}

/** Value with its unit: `71.3%`, `227.4 s`. */
export function formatValue(unit: Unit, value: number | null): string {
  const bare = formatBare(unit, value);
  return bare === NO_VALUE ? bare : bare + SHOWN[unit].suffix;
}

/** Bounds without unit, `[69.1, 73.4]`; empty where there are none. */
export function formatInterval(unit: Unit, value: Pick<Estimate, 'low' | 'high'>): string {
  if (value.low === null || value.high === null) return '';
  return `[${formatBare(unit, value.low)}, ${formatBare(unit, value.high)}]`;
}

/** Value with its unit, and its bounds where there are any: `71.3% [69.1, 73.4]`. */
export function formatEstimate(unit: Unit, value: Pick<Estimate, 'estimate' | 'low' | 'high'>): string {
  return `${formatValue(unit, value.estimate)} ${formatInterval(unit, value)}`.trim();
}

/** Count with groups of thousands: `15,000`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** Number and noun in agreement: `1 session`, `2,000 sessions`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
