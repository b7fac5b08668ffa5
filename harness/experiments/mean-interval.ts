import type { Ranged } from '../../reports/figures/schema.ts';
import { studentT } from '../../reports/stats/student-t.ts';

/** Mean of figures of independent runs with its 95 % interval by Student's t; nothing where a run has no figure. */
export function meanInterval(values: readonly (number | null)[]): Ranged {
  const known = values.filter((value) => value !== null);
  if (known.length === 0 || known.length < values.length) return { estimate: null, low: null, high: null };
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  if (known.length === 1) return { estimate: mean, low: null, high: null };
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = studentT(known.length - 1) * Math.sqrt(squares / (known.length - 1) / known.length);
  return { estimate: mean, low: mean - half, high: mean + half };
}
