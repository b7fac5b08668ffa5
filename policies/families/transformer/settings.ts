/** How a transformer is built. */
export interface NetworkSize {
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
  /** Width of the layers' inner part. */
  readonly inner: number;
}

/** How much of a screen and of a candidate the network reads, in tokens. */
export interface Lengths {
  readonly screen: number;
  readonly candidate: number;
}

/** How a transformer is built and trained. */
export interface TransformerSettings {
  readonly size: NetworkSize;
  readonly lengths: Lengths;
  /** Tokens that the tokenizer learns at most. */
  readonly vocabulary: number;
  /** log2 of the weights for candidates' facts. */
  readonly factBits: number;
  readonly batch: number;
  /** Rounds over the examples at most. */
  readonly epochs: number;
  /** Rounds without a better held-out loss after which training stops. */
  readonly patience: number;
  /** Rounds over the screens that train the encoder to tell hidden tokens, before all else; 0 for none. */
  readonly pretrainingEpochs: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Share of steps over which the learning rate rises. */
  readonly warmUp: number;
  /** Share of each residual branch's channels left out in a training step. */
  readonly dropout: number;
  /** Share of words left out in a training step. */
  readonly wordDropout: number;
  /** Share of actions that a training step knows by their words alone, as it would unseen ones. */
  readonly identityDropout: number;
  /** Probability that training gives to the other candidates. */
  readonly smoothing: number;
}

export const SETTINGS: TransformerSettings = {
  size: { width: 128, heads: 4, layers: 2, inner: 384 },
  lengths: { screen: 192, candidate: 24 },
  vocabulary: 4096,
  factBits: 16,
  batch: 32,
  epochs: 10,
  patience: 2,
  pretrainingEpochs: 0,
  learningRate: 0.0015,
  weightDecay: 0.02,
  warmUp: 0.1,
  dropout: 0.1,
  wordDropout: 0.1,
  identityDropout: 0.15,
  smoothing: 0.03,
};

/** For so little data that a larger network would only take longer. */
const SMALL: Partial<TransformerSettings> = {
  size: { width: 32, heads: 2, layers: 1, inner: 64 },
  vocabulary: 768,
  batch: 16,
  epochs: 5,
  learningRate: 0.006,
};
const SMALL_BELOW = 1500;

/** Settings that fit the number of examples: a function of nothing else. */
export function settingsFor(examples: number): TransformerSettings {
  if (examples < SMALL_BELOW) return { ...SETTINGS, ...SMALL };
  // About as many steps, whatever the number: more data needs fewer rounds.
  const epochs = Math.max(3, Math.min(SETTINGS.epochs, Math.round((SETTINGS.epochs * 8000) / examples)));
  return { ...SETTINGS, epochs };
}
