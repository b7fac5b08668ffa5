import { describe, expect, it } from 'vitest';
import { contextFeatures } from '../screens/features/context.ts';
import { smallDeskExamples } from '../testing/small-desk.ts';
import { settingsFor as encoderSettings } from './encoder/settings.ts';
import { heldOutOneIn, learnFilter } from './ngram/recipe.ts';
import { ACTION_RANKER, VALUE_RANKER } from './ngram/settings.ts';
import { settingsFor as transformerSettings } from './transformer/settings.ts';

/** What the figures in the documents were measured with: who changes one measures again. */
const MEASURED = {
  size: { width: 128, heads: 4, layers: 2, inner: 384 },
  factBits: 16,
  batch: 32,
  patience: 2,
  learningRate: 0.0015,
  weightDecay: 0.02,
  warmUp: 0.1,
  identityDropout: 0.15,
  smoothing: 0.03,
};
const MEASURED_SMALL = {
  size: { width: 32, heads: 2, layers: 1, inner: 64 },
  batch: 16,
  epochs: 5,
  learningRate: 0.006,
};
const OF_TRANSFORMER = {
  lengths: { screen: 192, candidate: 24 },
  vocabulary: 4096,
  pretrainingEpochs: 0,
  dropout: 0.1,
  wordDropout: 0.1,
};
const OF_ENCODER = { wideBits: 0, epochs: 8, vectorDropout: 0.1, contextDropout: 0.3, tuning: null };

describe('settings of networks by the number of examples', () => {
  it('are the smaller ones below 1,500', () => {
    for (const examples of [1, 1499]) {
      expect(transformerSettings(examples)).toEqual({
        ...MEASURED,
        ...OF_TRANSFORMER,
        ...MEASURED_SMALL,
        vocabulary: 768,
      });
      expect(encoderSettings(examples)).toEqual({ ...MEASURED, ...OF_ENCODER, ...MEASURED_SMALL });
    }
    expect(transformerSettings(1500)).toEqual({ ...MEASURED, ...OF_TRANSFORMER, epochs: 10 });
    expect(encoderSettings(1500)).toEqual({ ...MEASURED, ...OF_ENCODER });
  });

  it('go through more examples less often, at least three times', () => {
    const epochs = [8000, 8421, 8422, 16_000, 30_000, 1e6].map((examples) => transformerSettings(examples).epochs);
    expect(epochs).toEqual([10, 10, 9, 5, 3, 3]);
    expect(encoderSettings(1e6).epochs).toBe(8);
  });

  it('of the n-gram rankers are those that were measured', () => {
    const { shape: _, ...actions } = ACTION_RANKER;
    const { shape: __, ...values } = VALUE_RANKER;
    expect(actions).toEqual({ learningRate: 0.004, weightDecay: 0.1, dropout: 0.3, maxEpochs: 5, patience: null });
    expect(values).toEqual({ learningRate: 0.01, weightDecay: 0.01, dropout: 0.3, maxEpochs: 4, patience: null });
    expect(ACTION_RANKER.shape).toMatchObject({ wideBits: 20, ownBits: 14, deepBits: 14, width: 48 });
    expect(VALUE_RANKER.shape).toMatchObject({ wideBits: 18, ownBits: 18, deepBits: 0, width: 0 });
  });
});

describe('what an n-gram policy learns from', () => {
  it('holds out half as large a share from 400 sessions on', () => {
    expect([1, 399, 400, 1000].map(heldOutOneIn)).toEqual([10, 10, 20, 20]);
  });

  it('leaves out what a single session shows, from fifty sessions on', () => {
    const examples = smallDeskExamples(3, 'features').map(({ screen, session }) => ({
      session,
      context: contextFeatures(screen),
    }));
    const [alone] = examples;
    const kept = (sessions: number) => learnFilter([alone!], sessions).keep(alone!.context).ids.length;
    expect(kept(49)).toBe(alone!.context.ids.length);
    expect(kept(50)).toBe(0);
    const twice = [alone!, { ...alone!, session: 'another' }];
    expect(learnFilter(twice, 50).keep(alone!.context).ids.length).toBe(alone!.context.ids.length);
  });
});
