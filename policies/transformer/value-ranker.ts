import type { Example, FitOptions } from '../../harness/contract/policy.ts';
import { splitBySession, valueExamples, valueItem } from '../ngram/examples.ts';
import { VALUE_RANKER } from '../ngram/settings.ts';
import type { Vocabulary } from '../ngram/vocabulary.ts';
import { rankerModel, type Scorer } from '../ranker/scorer.ts';
import { trainRanker } from '../ranker/train.ts';
import type { ScoreValues } from './fill-forms.ts';

/** Trains the ranker of form values; null where no example shows any. */
export async function trainValueRanker(
  examples: readonly Example[],
  vocabulary: Vocabulary,
  options: FitOptions,
): Promise<Uint8Array | null> {
  const split = splitBySession(examples, options.seed);
  const [learn, heldOut] = [valueExamples(split.train, vocabulary), valueExamples(split.heldOut, vocabulary)];
  const whole = learn.length === 0;
  if (whole && heldOut.length === 0) return null;
  const parameters = await trainRanker({
    train: whole ? heldOut : learn,
    heldOut: whole ? [] : heldOut,
    settings: VALUE_RANKER,
    seed: options.seed,
    providers: options.providers,
    onEpoch: (epoch, line) =>
      options.onProgress?.(epoch / VALUE_RANKER.maxEpochs, `form values, epoch ${epoch}: ${line}`),
  });
  return rankerModel(parameters);
}

/** Scores values by a trained ranker; without one the first that is offered is the best. */
export function scoreByRanker(ranker: Scorer | null): ScoreValues {
  return async (blanks) => {
    if (!ranker) return blanks.map(({ values }) => Float32Array.from(values, (_, at) => -at));
    return ranker.score(blanks.map(({ field, screen, values }) => valueItem(field, screen, values)));
  };
}
