import type { Critic, CriticExample, CriticRecipe, Proposal } from '../../../harness/contract/critic.ts';
import type { FitOptions } from '../../../harness/contract/policy.ts';
import type { RankingExample } from '../../networks/ranker/item.ts';
import type { LabelNoise } from '../../networks/ranker/label-noise.ts';
import { loadScorer, rankerModel } from '../../networks/ranker/scorer.ts';
import type { RankerSettings } from '../../networks/ranker/settings.ts';
import { trainRanker } from '../../networks/ranker/train.ts';
import { splitBySession } from '../../networks/training/split-by-session.ts';
import { readCritic, storeCritic } from './store.ts';
import { acceptanceOf, VERDICT, type VerdictCritic, verdictItem, verdictNoise } from './verdicts.ts';

const SETTINGS: RankerSettings = {
  shape: { facts: 1, wideBits: 18, ownBits: 4, deepBits: 0, width: 0 },
  learningRate: 0.01,
  weightDecay: 0.1,
  dropout: 0.2,
  maxEpochs: 8,
  patience: 3,
};
/** What the stored description calls the model's width: its weights for hashed features. */
const WIDTH = 2 ** SETTINGS.shape.wideBits;

/** Little feedback is gone through more often, until this many examples were seen. */
const FEWEST_SEEN = 6000;
const MOST_EPOCHS = 30;

export interface VerdictTraining {
  readonly examples: readonly CriticExample[];
  /** What an answer of each kind counts for; 1 by default. */
  readonly weight?: { readonly accepted: number; readonly rejected: number };
  /** How answers are wrong; absent: they are taken as they are. */
  readonly noise?: LabelNoise | undefined;
  readonly options: Pick<FitOptions, 'seed' | 'providers' | 'onProgress'>;
}

function verdicts(examples: readonly CriticExample[], weight: VerdictTraining['weight']): RankingExample[] {
  return examples.map((example) => ({
    ...verdictItem(example),
    right: example.accepted ? VERDICT.accept : VERDICT.reject,
    weight: (example.accepted ? weight?.accepted : weight?.rejected) ?? 1,
  }));
}

/** Rounds over so much feedback. */
export function verdictEpochs(examples: number): number {
  return Math.max(SETTINGS.maxEpochs, Math.min(MOST_EPOCHS, Math.ceil(FEWEST_SEEN / examples)));
}

/** Trains the softmax over accept and reject, as an ONNX model. Throws: when there is no feedback at all. */
export async function trainVerdicts({ examples, weight, noise, options }: VerdictTraining): Promise<Uint8Array> {
  const { seed, providers, onProgress } = options;
  if (examples.length === 0) throw new Error('there is no feedback to learn from: run a copilot phase first');
  const split = splitBySession(examples, seed);
  const whole = split.train.length === 0;
  const maxEpochs = verdictEpochs(examples.length);
  const parameters = await trainRanker({
    train: verdicts(whole ? examples : split.train, weight),
    heldOut: whole ? [] : verdicts(split.heldOut, weight),
    settings: { ...SETTINGS, maxEpochs },
    noise,
    seed,
    providers,
    onProgress: (fraction, line) => onProgress?.(fraction, `critic, ${line}`),
  });
  onProgress?.(1, 'critic trained');
  return rankerModel(parameters);
}

/** Serves a trained softmax over accept and reject. */
export async function serveVerdicts(name: string, model: Uint8Array, providers?: readonly string[]): Promise<Critic> {
  const scorer = await loadScorer(model, SETTINGS.shape, providers);
  return {
    name,
    provider: scorer.provider,
    async score(proposals: readonly Proposal[]) {
      const scored = await scorer.score(proposals.map(verdictItem));
      return scored.map(acceptanceOf);
    },
    save: (folder) => storeCritic(folder, { name, width: WIDTH, model }),
    dispose: () => scorer.dispose(),
  };
}

/** Serves a critic that was saved. Throws: one line naming the file that is missing, damaged or of another version. */
export async function loadVerdicts(name: string, folder: string, providers?: readonly string[]): Promise<Critic> {
  return serveVerdicts(name, readCritic(folder, { name, width: WIDTH }).model, providers);
}

/** The recipe of an n-gram critic. */
export function verdictRecipe({ name, summary, correction }: VerdictCritic): CriticRecipe {
  return {
    name,
    summary,
    learns: true,
    async fit(examples, _policy, options) {
      const noise = verdictNoise(options.noise, correction);
      return serveVerdicts(name, await trainVerdicts({ examples, noise, options }), options.providers);
    },
    load: (folder, _policy, { providers }) => loadVerdicts(name, folder, providers),
  };
}
