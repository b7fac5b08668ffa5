/**
 * How STAR's operators differ, as standard deviations between people with chance taken out: of the log-odds of
 * taking a suggestion, and of the logarithm of active time. As `bench fit-operators` finds them.
 */
export const STAR_SPREAD = { acceptance: 0.65, pace: 0.26 } as const;
