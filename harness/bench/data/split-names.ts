/** Published rules of STAR that split sessions once. */
const SINGLE_RULES = ['last-20', 'star-standard'] as const;
/** Those that hold out one task or domain after another. */
export const TRANSFER_RULES = ['star-task-transfer', 'star-domain-transfer'] as const;
export type RuleName = (typeof SINGLE_RULES)[number] | (typeof TRANSFER_RULES)[number];

export const SPLITS = ['random', ...SINGLE_RULES] as const;
export type SplitName = (typeof SPLITS)[number];

/** Those that need one task or domain named, too. */
export const HELD_OUT_SPLITS = [...SPLITS, ...TRANSFER_RULES] as const;
export type HeldOutSplitName = (typeof HELD_OUT_SPLITS)[number];

export const SPLITS_IN_WORDS = 'random for any log; the others are published rules for STAR';
