import type { Critic, CriticExample, CriticFitOptions, CriticRecipe } from '../../../harness/contract/critic.ts';
import type { Policy } from '../../../harness/contract/policy.ts';
import type { LabelNoise } from '../../networks/ranker/label-noise.ts';
import { splitBySession } from '../../networks/training/split-by-session.ts';
import { verdictNoise } from './critic-noise.ts';
import { lacksBackbone, proposalEncoder } from './encoder.ts';
import { type HeadExample, loadHead, trainHead } from './head.ts';
import { VERDICT } from './item.ts';
import { readCritic, storeCritic } from './store.ts';

export interface BackboneCriticOptions {
  readonly name: string;
  readonly summary: string;
  /** How known noise is corrected for; null: answers are taken as they are. */
  readonly correction: LabelNoise['correction'] | null;
}

async function serve(name: string, model: Uint8Array, policy: Policy, providers?: readonly string[]): Promise<Critic> {
  const encoder = proposalEncoder(policy);
  const head = await loadHead(model, encoder.width, providers);
  return {
    name,
    provider: head.provider,
    async score(proposals) {
      const places = proposals.flatMap(({ suggestion }, at) => (suggestion.ranked.length > 0 ? [at] : []));
      const scored = await head.score(await encoder.encode(places.map((at) => proposals[at]!)));
      const scores = proposals.map(() => 0);
      for (const [row, at] of places.entries()) {
        const verdict = scored[row]!;
        scores[at] = 1 / (1 + Math.exp(verdict[VERDICT.reject]! - verdict[VERDICT.accept]!));
      }
      return scores;
    },
    save: (folder) => storeCritic(folder, { name, width: encoder.width, model }),
    dispose: () => head.dispose(),
  };
}

async function train(
  examples: readonly CriticExample[],
  policy: Policy,
  noise: LabelNoise | undefined,
  { seed, providers, onProgress }: CriticFitOptions,
): Promise<Uint8Array> {
  const encoder = proposalEncoder(policy);
  const proposed = examples.filter(({ suggestion }) => suggestion.ranked.length > 0);
  if (proposed.length === 0) throw new Error('there is no feedback to learn from: run a copilot phase first');
  const encode = async (some: readonly CriticExample[]): Promise<HeadExample[]> => {
    const encodings = await encoder.encode(some);
    return some.map(({ accepted }, at) => ({
      encoding: encodings[at]!,
      right: accepted ? VERDICT.accept : VERDICT.reject,
    }));
  };
  const split = splitBySession(proposed, seed);
  const whole = split.train.length === 0;
  const model = await trainHead({
    train: await encode(whole ? proposed : split.train),
    heldOut: whole ? [] : await encode(split.heldOut),
    noise,
    seed,
    providers,
    onProgress: (fraction, line) => onProgress?.(fraction, `critic: ${line}`),
  });
  onProgress?.(1, 'critic trained');
  return model;
}

/**
 * A critic that reads screen and proposed action as the policy's own network does, whose weights stay as they are: a
 * small head on its last states is all that is trained. A screen without a proposal scores 0.
 *
 * `fit` and `load` throw where the policy has no backbone.
 */
export function backboneRecipe({ name, summary, correction }: BackboneCriticOptions): CriticRecipe {
  return {
    name,
    summary,
    learns: true,
    unavailable: lacksBackbone,
    async fit(examples, policy, options) {
      const noise = correction === null ? undefined : verdictNoise(options.noise, correction);
      return serve(name, await train(examples, policy, noise, options), policy, options.providers);
    },
    async load(folder, policy, { providers }) {
      const { width } = proposalEncoder(policy);
      return serve(name, readCritic(folder, { name, width }).model, policy, providers);
    },
  };
}
