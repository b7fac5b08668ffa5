import type { NetworkSize } from '../transformer/settings.ts';
import type { Tuning } from './tuning.ts';

/** How the network on an encoder's vectors is built and trained. */
export interface EncoderSettings {
  readonly size: NetworkSize;
  /** log2 of the weights for candidates' facts. */
  readonly factBits: number;
  /** log2 of the weights for crosses of n-gram features with candidates; 0: none are read. */
  readonly wideBits: number;
  readonly batch: number;
  readonly epochs: number;
  /** Rounds without a better held-out loss after which training stops. */
  readonly patience: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Share of steps over which the learning rate rises. */
  readonly warmUp: number;
  /** Share of the vectors' numbers left out in a training step. */
  readonly vectorDropout: number;
  /** Share of n-gram features left out in a training step. */
  readonly contextDropout: number;
  /** Share of actions that a training step knows by their words alone, as it would unseen ones. */
  readonly identityDropout: number;
  /** Probability that training gives to the other candidates. */
  readonly smoothing: number;
  /** How the encoder's upper layers learn after the network on its vectors has; null: they stay as they are. */
  readonly tuning: Tuning | null;
}

const SETTINGS: EncoderSettings = {
  size: { width: 128, heads: 4, layers: 2, inner: 384 },
  factBits: 16,
  wideBits: 0,
  batch: 32,
  epochs: 8,
  patience: 2,
  learningRate: 0.0015,
  weightDecay: 0.02,
  warmUp: 0.1,
  vectorDropout: 0.1,
  contextDropout: 0.3,
  identityDropout: 0.15,
  smoothing: 0.03,
  tuning: null,
};

/** For so little data that a larger network would only take longer. */
const SMALL: Partial<EncoderSettings> = {
  size: { width: 32, heads: 2, layers: 1, inner: 64 },
  batch: 16,
  epochs: 5,
  learningRate: 0.006,
};
const SMALL_BELOW = 1500;

/** Settings that fit the number of examples: a function of nothing else. */
export function settingsFor(examples: number): EncoderSettings {
  return examples < SMALL_BELOW ? { ...SETTINGS, ...SMALL } : SETTINGS;
}
