import type {
  Critic,
  CriticExample,
  CriticFitOptions,
  CriticRecipe,
  Proposal,
} from '../../../harness/contract/critic.ts';
import type { Policy } from '../../../harness/contract/policy.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { type Backbone, isBackbone, type ProposedAction } from '../../families/transformer/backbone.ts';
import type { LabelNoise } from '../../networks/ranker/label-noise.ts';
import { splitBySession } from '../../networks/training/split-by-session.ts';
import { CONFIDENCE_FACTS, confidenceFacts } from './features.ts';
import { type HeadExample, loadHead, trainHead } from './head.ts';
import { readCritic, storeCritic } from './store.ts';
import { acceptanceOf, VERDICT, type VerdictCritic, verdictNoise } from './verdicts.ts';

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
      for (const [row, at] of places.entries()) scores[at] = acceptanceOf(scored[row]!);
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
export function backboneRecipe({ name, summary, correction }: VerdictCritic): CriticRecipe {
  return {
    name,
    summary,
    learns: true,
    unavailable: lacksBackbone,
    async fit(examples, policy, options) {
      const noise = verdictNoise(options.noise, correction);
      return serve(name, await train(examples, policy, noise, options), policy, options.providers);
    },
    async load(folder, policy, { providers }) {
      const { width } = proposalEncoder(policy);
      return serve(name, readCritic(folder, { name, width }).model, policy, providers);
    },
  };
}

/** Turns proposals into the numbers that a head reads. */
interface ProposalEncoder {
  readonly width: number;
  /** Shape: [batch] → [batch][width]. Every proposal has a first action. */
  encode(proposals: readonly Proposal[]): Promise<Float32Array[]>;
}

/** Why nothing can be built on a policy, in one sentence with the remedy; null where something can. */
function lacksBackbone({ name, backbone }: Policy): string | null {
  if (isBackbone(backbone)) return null;
  return `the policy ${name} has no backbone for a critic: choose the policy transformer, or the critic ngram`;
}

/**
 * The policy's own view of screen and proposed action, and its confidence. What was encoded once is kept as long as its
 * screen is: critics of other answers to the same proposals need not wait again.
 *
 * Throws: where the policy has no backbone.
 */
function proposalEncoder(policy: Policy): ProposalEncoder {
  const { backbone } = policy;
  if (!isBackbone(backbone)) throw new Error(lacksBackbone(policy) ?? 'unreachable');
  const states = statesOf(backbone);
  const width = backbone.width + CONFIDENCE_FACTS;
  return {
    width,
    async encode(proposals) {
      const encoded = await states(
        proposals.map(({ screen, suggestion }) => {
          const [first] = suggestion.ranked;
          if (!first) throw new Error(`case ${screen.caseId} has no proposal to encode: leave it out`);
          return { screen, action: first.action };
        }),
      );
      return proposals.map(({ suggestion }, at) => {
        const row = new Float32Array(width);
        row.set(encoded[at]!);
        row.set(confidenceFacts(suggestion), backbone.width);
        return row;
      });
    },
  };
}

const known = new WeakMap<Backbone, WeakMap<Screen, Map<string, Float32Array>>>();

function statesOf(backbone: Backbone): (proposed: readonly ProposedAction[]) => Promise<Float32Array[]> {
  const screens = known.get(backbone) ?? new WeakMap<Screen, Map<string, Float32Array>>();
  known.set(backbone, screens);
  return async (proposed) => {
    const keys = proposed.map(({ action }) => JSON.stringify(action));
    const fresh = proposed.flatMap((one, at) => (screens.get(one.screen)?.has(keys[at]!) ? [] : [at]));
    const encoded = await backbone.encode(fresh.map((at) => proposed[at]!));
    for (const [row, at] of fresh.entries()) {
      const { screen } = proposed[at]!;
      const actions = screens.get(screen) ?? new Map<string, Float32Array>();
      screens.set(screen, actions.set(keys[at]!, encoded[row]!));
    }
    return proposed.map(({ screen }, at) => screens.get(screen)!.get(keys[at]!)!);
  };
}
