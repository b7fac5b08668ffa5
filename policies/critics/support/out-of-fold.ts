import type { Critic, CriticExample, CriticFitOptions } from '../../../harness/contract/critic.ts';
import { hashFeature } from '../../screens/features/hash.ts';

const FOLDS = 3;

/** P(accepted) of each answer by a critic that was taught no answer of its session. Shape: [answers] → [answers]. */
export async function outOfFold(
  examples: readonly CriticExample[],
  { seed, onProgress }: Pick<CriticFitOptions, 'seed' | 'onProgress'>,
  teach: (taught: readonly CriticExample[]) => Promise<Pick<Critic, 'score' | 'dispose'>>,
): Promise<number[]> {
  const folds = examples.map(({ session }) => (hashFeature(`${seed} fold ${session}`) >>> 0) % FOLDS);
  const probabilities = examples.map(() => 0.5);
  for (let fold = 0; fold < FOLDS; fold++) {
    const places = examples.flatMap((_, at) => (folds[at] === fold ? [at] : []));
    const taught = examples.filter((_, at) => folds[at] !== fold);
    if (places.length === 0 || taught.length === 0) continue;
    const critic = await teach(taught);
    const scores = await critic.score(places.map((at) => examples[at]!));
    await critic.dispose();
    for (const [row, at] of places.entries()) probabilities[at] = scores[row]!;
    onProgress?.((fold + 1) / (FOLDS + 1), `critic, fold ${fold + 1} of ${FOLDS}`);
  }
  return probabilities;
}
