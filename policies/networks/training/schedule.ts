/** The learning rate of step `step` of `steps`; the first step is 0. */
export type Schedule = (step: number, steps: number) => number;

export interface ScheduleOptions {
  /** The highest rate. */
  readonly peak: number;
  /** How the rate falls after the warm-up; `none` keeps it at the peak. */
  readonly decay: 'linear' | 'cosine' | 'none';
  /** Share of the steps during which the rate rises in a straight line to the peak; 0 by default. Range: [0, 1). */
  readonly warmUp?: number;
  /** Where the rate ends, as a share of the peak; 0 by default. */
  readonly floor?: number;
}

/**
 * A learning rate that rises in a straight line, then falls along a straight line or half a cosine. It is never 0 on
 * the first step and reaches its floor one step after the last, so that no step is wasted.
 *
 * Throws: when the warm-up is outside [0, 1).
 */
export function schedule({ peak, decay, warmUp = 0, floor = 0 }: ScheduleOptions): Schedule {
  if (!(warmUp >= 0 && warmUp < 1)) throw new Error(`the warm-up is ${warmUp}: give a share in [0, 1)`);
  return (step, steps) => {
    const rising = Math.round(warmUp * steps);
    if (step < rising) return (peak * (step + 1)) / (rising + 1);
    if (decay === 'none') return peak;
    const passed = Math.min(1, (step - rising) / Math.max(1, steps - rising));
    const left = decay === 'linear' ? 1 - passed : 0.5 * (1 + Math.cos(Math.PI * passed));
    return peak * (floor + (1 - floor) * left);
  };
}
