import type { RankerSettings } from '../../networks/ranker/settings.ts';
import { CANDIDATE_FEATURES } from '../../screens/features/candidate-features.ts';
import { VALUE_FEATURES } from '../../screens/features/value-features.ts';

/** How the ranker of actions is built and trained. */
export const ACTION_RANKER: RankerSettings = {
  shape: { facts: CANDIDATE_FEATURES, wideBits: 20, ownBits: 14, deepBits: 14, width: 48 },
  learningRate: 0.004,
  weightDecay: 0.1,
  dropout: 0.3,
  maxEpochs: 5,
  patience: null,
};

/** How the ranker of form values is built and trained: what a field may hold has no label to embed. */
export const VALUE_RANKER: RankerSettings = {
  shape: { facts: VALUE_FEATURES, wideBits: 18, ownBits: 18, deepBits: 0, width: 0 },
  learningRate: 0.01,
  weightDecay: 0.01,
  dropout: 0.3,
  maxEpochs: 4,
  patience: null,
};
