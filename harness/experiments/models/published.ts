import type { HeldOutSplitName } from '../../bench/data/split-names.ts';

/** A published figure that stands beside ours. Range: [0, 1]. */
export interface PublishedScore {
  readonly policy: string;
  readonly tool?: number;
  readonly action?: number;
  readonly accuracy?: number;
  readonly weightedF1?: number;
  readonly note: string;
}

const STAR_NOTE = 'on the whole repository of 6,652 dialogues';

/** Next-action prediction on STAR. Source: docs/reference.md, where it says how each figure was come by. */
const BY_SPLIT: Readonly<Record<HeldOutSplitName, readonly PublishedScore[]>> = {
  random: [],
  'last-20': [{ policy: 'linear SVM, 1-2-grams', accuracy: 0.738, weightedF1: 0.722, note: `${STAR_NOTE}; measured` }],
  'star-standard': [
    { policy: 'majority label', accuracy: 0.181, weightedF1: 0.055, note: `${STAR_NOTE}; derived` },
    { policy: 'linear SVM, 1-2-grams', accuracy: 0.737, weightedF1: 0.715, note: `${STAR_NOTE}; measured` },
    { policy: 'BERT-base', accuracy: 0.7485, weightedF1: 0.7379, note: `${STAR_NOTE}; recalled, not checked` },
  ],
  'star-task-transfer': [
    { policy: 'SAM', accuracy: 0.5551, weightedF1: 0.5331, note: `${STAR_NOTE}; recalled, not checked` },
  ],
  'star-domain-transfer': [
    { policy: 'BERT+S', accuracy: 0.3177, weightedF1: 0.2876, note: `${STAR_NOTE}; from the published code` },
    { policy: 'SAM', accuracy: 0.5802, weightedF1: 0.5575, note: `${STAR_NOTE}; from the published code` },
  ],
};

/** The deployed system's policies, on its own logs. Source: arXiv 2604.23855. */
const DEPLOYED: readonly PublishedScore[] = [
  {
    policy: 'prompted, the best',
    tool: 0.4778,
    action: 0.3293,
    note: 'arXiv 2604.23855, on its own logs of another desk',
  },
  { policy: 'supervised 7B', tool: 0.7915, action: 0.6548, note: 'arXiv 2604.23855, on its own logs of another desk' },
];

/** What others report where the split is theirs, and the deployed system's policies. */
export function publishedScores(split: HeldOutSplitName): readonly PublishedScore[] {
  return [...BY_SPLIT[split], ...DEPLOYED];
}
