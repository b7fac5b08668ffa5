/**
 * Unit of a figure as results carry it. `points`: a difference of two shares, in points of per cent; `change`:
 * relative to something else; `slope`: a share's rise for each step of something; `score`: a plain number, finer than
 * a count.
 */
export type Unit = 'share' | 'points' | 'change' | 'slope' | 'ms' | 'count' | 'score';

/** What stands where there is nothing to divide by. */
export const NO_VALUE = '–';

/** Between a number and its unit: narrow, and no line ends there. */
const THIN_SPACE = '\u202f';

/** How a unit is shown: shares and relative changes in per cent, differences and slopes of shares in points, times in seconds. */
const SHOWN: Readonly<Record<Unit, { readonly factor: number; readonly suffix: string; readonly decimals: number }>> = {
  share: { factor: 100, suffix: `${THIN_SPACE}%`, decimals: 1 },
  points: { factor: 100, suffix: `${THIN_SPACE}pp`, decimals: 1 },
  change: { factor: 100, suffix: `${THIN_SPACE}%`, decimals: 1 },
  slope: { factor: 100, suffix: `${THIN_SPACE}pp`, decimals: 1 },
  ms: { factor: 0.001, suffix: `${THIN_SPACE}s`, decimals: 1 },
  count: { factor: 1, suffix: '', decimals: 2 },
  score: { factor: 1, suffix: '', decimals: 3 },
};

type Bounds = { readonly low: number | null; readonly high: number | null };

/**
 * Decimals of a number beside its interval, and of the interval itself: as many as give half its width two significant
 * figures, and no more than `most`. Without an interval: `most`.
 */
function decimalsBeside({ low, high }: Bounds, most: number): number {
  if (low === null || high === null || !(high > low)) return most;
  const half = (high - low) / 2;
  return Math.min(most, Math.max(0, 1 - Math.floor(Math.log10(half) + 1e-9)));
}

/** Number with a true minus sign, never minus zero. */
export function formatNumber(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text.replace('-', '−');
}

/** Value without its unit: `71.3`. Beside an interval it has as many decimals as that bears. */
export function formatBare(unit: Unit, value: number | null, beside: Bounds = NO_BOUNDS): string {
  if (value === null || !Number.isFinite(value)) return NO_VALUE;
  const { factor, decimals } = SHOWN[unit];
  const low = beside.low === null ? null : beside.low * factor;
  const high = beside.high === null ? null : beside.high * factor;
  const shown = value * factor;
  // Long times go without tenths, all numbers of one estimate alike.
  const long = unit === 'ms' && (high === null ? Math.abs(shown) >= 9.95 : high >= 99.5);
  return formatNumber(shown, long ? 0 : decimalsBeside({ low, high }, decimals));
}

const NO_BOUNDS: Bounds = { low: null, high: null };

/** Value with its unit: `71.3 %`, `−2.1 pp`, `227 s`; the space is a narrow one. */
export function formatValue(unit: Unit, value: number | null, beside: Bounds = NO_BOUNDS): string {
  const bare = formatBare(unit, value, beside);
  return bare === NO_VALUE ? bare : bare + SHOWN[unit].suffix;
}

/** Bounds without unit, `[69.1, 73.4]`; empty where there are none. */
export function formatInterval(unit: Unit, bounds: Bounds): string {
  if (bounds.low === null || bounds.high === null) return '';
  return `[${formatBare(unit, bounds.low, bounds)}, ${formatBare(unit, bounds.high, bounds)}]`;
}

/** Value with its unit, and its bounds where there are any: `71.3 % [69.1, 73.4]`. */
export function formatEstimate(unit: Unit, value: Bounds & { readonly estimate: number | null }): string {
  return `${formatValue(unit, value.estimate, value)} ${formatInterval(unit, value)}`.trim();
}

/** Rise of a value at each step with its interval, to two significant figures however small: `−0.21 pp [−0.25, −0.17]`. */
export function formatSlope(
  unit: Exclude<Unit, 'points' | 'change' | 'slope'>,
  value: Bounds & { readonly estimate: number },
): string {
  const { factor, suffix } = SHOWN[unit === 'share' ? 'slope' : unit];
  const [estimate, low, high] = [value.estimate, value.low, value.high].map((one) => (one ?? value.estimate) * factor);
  const size = Math.abs(estimate!) || Math.max(Math.abs(low!), Math.abs(high!));
  const decimals = size === 0 ? 1 : Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(size))));
  const ends = [low!, high!].map((end) => formatNumber(end, decimals)).join(', ');
  return `${formatNumber(estimate!, decimals)}${suffix}${value.low === null ? '' : ` [${ends}]`}`;
}

/** Share in per cent, as it was set or published: `45 %`, `97.5 %`, and never `28.999999999999996 %`. */
export function formatPercent(share: number): string {
  return `${Number((100 * share).toPrecision(6))}${SHOWN.share.suffix}`;
}

/** Count with groups of thousands: `15,000`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** Number and noun in agreement: `1 session`, `2,000 sessions`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Likewise of a plural, the first word of which ends in s: `1 session a point`, `2,000 sessions a point`. */
export function countOfMany(count: number, plural: string): string {
  return `${formatCount(count)} ${count === 1 ? plural.replace(/s\b/, '') : plural}`;
}
