import type { Critic, CriticExample, CriticRecipe } from '../../harness/contract/critic.ts';
import type { FitOptions, Policy } from '../../harness/contract/policy.ts';
import { VERDICT, verdictItem } from '../critic/item.ts';
import { splitBySession } from '../ngram/examples.ts';
import type { RankingExample } from '../ranker/item.ts';
import { loadScorer, rankerModel } from '../ranker/scorer.ts';
import { type RankerSettings, trainRanker } from '../ranker/train.ts';

const NAME = 'ngram';

const SETTINGS: RankerSettings = {
  shape: { facts: 1, wideBits: 18, ownBits: 4, deepBits: 0, width: 0 },
  learningRate: 0.01,
  weightDecay: 0.1,
  dropout: 0.2,
  maxEpochs: 8,
  patience: 3,
};

/** Little feedback is gone through more often, until this many examples were seen. */
const FEWEST_SEEN = 6000;
const MOST_EPOCHS = 30;

function verdicts(examples: readonly CriticExample[]): RankingExample[] {
  return examples.map((example) => ({
    ...verdictItem(example),
    right: example.accepted ? VERDICT.accept : VERDICT.reject,
  }));
}

/** Trains the critic. Throws: when there is no feedback at all. */
async function fit(examples: readonly CriticExample[], _policy: Policy, options: FitOptions): Promise<Critic> {
  if (examples.length === 0) throw new Error('there is no feedback to learn from: run a copilot phase first');
  const split = splitBySession(examples, options.seed);
  const whole = split.train.length === 0;
  const maxEpochs = Math.max(SETTINGS.maxEpochs, Math.min(MOST_EPOCHS, Math.ceil(FEWEST_SEEN / examples.length)));
  const parameters = await trainRanker({
    train: verdicts(whole ? examples : split.train),
    heldOut: whole ? [] : verdicts(split.heldOut),
    settings: { ...SETTINGS, maxEpochs },
    seed: options.seed,
    providers: options.providers,
    onEpoch: (epoch, line) => options.onProgress?.(epoch / maxEpochs, `critic, epoch ${epoch}: ${line}`),
  });
  options.onProgress?.(1, 'critic trained');
  const scorer = await loadScorer(rankerModel(parameters), SETTINGS.shape, options.providers);
  return {
    name: NAME,
    provider: scorer.provider,
    async score(proposals) {
      const scored = await scorer.score(proposals.map(verdictItem));
      return scored.map((row) => 1 / (1 + Math.exp(row[VERDICT.reject]! - row[VERDICT.accept]!)));
    },
    dispose: () => scorer.dispose(),
  };
}

/** A softmax over accept and reject, from the policy's confidence, the proposed action and the screen. */
export const recipe: CriticRecipe = {
  name: NAME,
  summary: "Logistic model of the policy's confidence, the proposed action and hashed n-grams of the screen.",
  fit,
};
