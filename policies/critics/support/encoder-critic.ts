import { join } from 'node:path';
import { z } from 'zod';
import { actionTarget } from '../../../harness/contract/action.ts';
import { writeFileAtomic } from '../../../harness/contract/atomic-write.ts';
import type {
  Critic,
  CriticExample,
  CriticFitOptions,
  CriticRecipe,
  Proposal,
} from '../../../harness/contract/critic.ts';
import { sigmoid } from '../../../harness/shared/numbers.ts';
import type { Encoder } from '../../families/encoder/encoder-folder.ts';
import { type EncoderExample, type EncoderItem, FACTS, textOf } from '../../families/encoder/item.ts';
import { learnNetwork } from '../../families/encoder/learn.ts';
import { encoderIn, NO_ENCODER } from '../../families/encoder/learned-files.ts';
import { type EncoderNetworkShape, storedShapeSchema } from '../../families/encoder/network.ts';
import { loadNetwork, networkModel } from '../../families/encoder/scorer.ts';
import { segmentsOf } from '../../families/encoder/segments.ts';
import { type EncoderSettings, settingsFor } from '../../families/encoder/settings.ts';
import { TextVectors, textModelIn, type VectorOptions, writeTextModel } from '../../families/encoder/text-vectors.ts';
import { candidateState, FEATURES } from '../../families/transformer/candidate-state.ts';
import { identityOf, wordsOfId, wordsOfTarget } from '../../families/transformer/words.ts';
import { readDescription, readModelBytes, writeDescription } from '../../model-files.ts';
import { splitBySession } from '../../networks/training/split-by-session.ts';
import { candidates } from '../../screens/features/candidates.ts';
import { VERDICT, verdictItem } from './verdicts.ts';

/**
 * Answers are few, so the network is small and much is left out. They are noisy as they are: nothing is smoothed on top.
 * The n-grams are those of the n-gram critic.
 */
const OWN: Partial<EncoderSettings> = {
  ...{ size: { width: 32, heads: 2, layers: 1, inner: 64 }, batch: 16, epochs: 8 },
  ...{ learningRate: 0.003, weightDecay: 0.1, vectorDropout: 0.3 },
  ...{ wideBits: 18, smoothing: 0 },
};

/** What is stored of a critic, beside its network. */
const metaSchema = z.strictObject({
  name: z.string(),
  /** Fingerprint of the encoder that it was trained on. */
  encoder: z.string(),
  shape: storedShapeSchema,
  temperature: z.number().positive(),
  /** Actions that were proposed in training, in the order of their rows. */
  actions: z.array(z.string()),
});
type StoredCritic = z.infer<typeof metaSchema> & { readonly network: Uint8Array };

const KIND = { role: 'critic', kind: 'deskbench encoder critic', version: 1 } as const;
const FILES = { network: 'critic.onnx', meta: 'critic.json' } as const;

/** A proposal as a choice between two verdicts: the proposed action in words, or nothing. */
function proposalItem(proposal: Proposal, rows: ReadonlyMap<string, number>): EncoderItem {
  const { screen, suggestion } = proposal;
  const { action } = suggestion.ranked[0]!;
  const target = actionTarget(action);
  const offered = candidates(screen).find((one) => one.target === target);
  const state = new Float32Array(2 * FEATURES);
  if (offered) state.set(candidateState(screen, [offered]));
  const given = action.kind === 'submit_form' ? Object.entries(action.values) : [];
  const values = given.map(([name, value]) => `${wordsOfId(name)} ${value}`).join(', ');
  const words = offered ? textOf(offered) : wordsOfTarget(target);
  const text: string[] = [];
  text[VERDICT.accept] = values === '' ? words : `${words}: ${values}`;
  text[VERDICT.reject] = '';
  const known: number[] = [];
  known[VERDICT.accept] = rows.get(identityOf(target)) ?? 0;
  known[VERDICT.reject] = 0;
  const segments = segmentsOf(screen);
  const { context, candidates: verdicts } = verdictItem(proposal);
  return {
    segments,
    texts: text,
    segmentActions: segments.map((one) => (one.target === null ? 0 : (rows.get(identityOf(one.target)) ?? 0))),
    candidateActions: known,
    state,
    ngrams: { context, candidates: { ...verdicts, own: new Int32Array(2 * FACTS) } },
  };
}

const rowsOf = (actions: readonly string[]) => new Map(actions.map((action, at) => [action, at + 1]));
const proposes = ({ suggestion }: Proposal) => suggestion.ranked.length > 0;

async function train(
  name: string,
  examples: readonly CriticExample[],
  encoder: Encoder,
  options: CriticFitOptions,
): Promise<StoredCritic> {
  const proposed = examples.filter(proposes);
  if (proposed.length === 0) throw new Error('there is no feedback to learn from: run a copilot phase first');
  const targets = proposed.map(({ suggestion }) => identityOf(actionTarget(suggestion.ranked[0]!.action)));
  const actions = [...new Set(targets)].sort();
  const rows = rowsOf(actions);
  const items = (some: readonly CriticExample[]): EncoderExample[] =>
    some.map((one) => ({ ...proposalItem(one, rows), right: one.accepted ? VERDICT.accept : VERDICT.reject }));
  const split = splitBySession(proposed, options.seed);
  const whole = split.train.length === 0;
  const settings = { ...settingsFor(proposed.length), ...OWN };
  const shape: EncoderNetworkShape = {
    ...{ size: settings.size, factBits: settings.factBits, wideBits: settings.wideBits },
    ...{ vector: encoder.shape.width, actions: actions.length + 1 },
  };
  const seed = `${options.seed} critic`;
  const learned = await learnNetwork(
    { train: items(whole ? proposed : split.train), heldOut: whole ? [] : items(split.heldOut) },
    { settings, shape, encoder, options: { ...options, seed } },
  );
  options.onProgress?.(1, 'critic trained');
  const network = networkModel(learned.parameters, shape);
  return { name, encoder: encoder.fingerprint, shape, temperature: learned.temperature, actions, network };
}

async function serve(stored: StoredCritic, encoder: Encoder, options: VectorOptions): Promise<Critic> {
  const { name, shape, temperature, actions, network } = stored;
  const vectors = await TextVectors.load(encoder, options);
  const scorer = await loadNetwork(network, shape, vectors, options.providers);
  const rows = rowsOf(actions);
  const save = (folder: string) => {
    const { network: bytes, ...meta } = stored;
    writeFileAtomic(join(folder, FILES.network), bytes);
    writeDescription(join(folder, FILES.meta), KIND, meta);
  };
  return {
    name,
    provider: scorer.provider,
    async score(proposals) {
      const places = proposals.flatMap((one, at) => (proposes(one) ? [at] : []));
      const scored = await scorer.score(places.map((at) => proposalItem(proposals[at]!, rows)));
      const scores = proposals.map(() => 0);
      for (const [row, at] of places.entries()) {
        const found = scored[row]!.scores;
        scores[at] = sigmoid((found[VERDICT.accept]! - found[VERDICT.reject]!) / temperature);
      }
      return scores;
    },
    save,
    ...(!encoder.exported && {
      saveWhole(folder: string) {
        save(folder);
        writeTextModel(folder, encoder);
      },
    }),
    async dispose() {
      await scorer.dispose();
      await vectors.dispose();
    },
  };
}

function read(name: string, folder: string, encoder: Encoder): StoredCritic {
  const path = join(folder, FILES.meta);
  const meta = readDescription(path, KIND, metaSchema);
  if (meta.name !== name) throw new Error(`${path} is of the critic ${meta.name}, not ${name}: load it as that`);
  if (meta.encoder !== encoder.fingerprint)
    throw new Error(`${path} was trained on another encoder than ${encoder.folder}: name that one, or train again`);
  return { ...meta, network: readModelBytes(join(folder, FILES.network), 'critic') };
}

/**
 * A critic that reads screen and proposal with a pretrained encoder, whose weights stay as they are. Answers are taken
 * as they are: the score estimates P(operator accepts), and is 0 where nothing is proposed. `fit` and `load` throw where
 * no encoder is named.
 */
export function encoderCriticRecipe({ name, summary }: Pick<CriticRecipe, 'name' | 'summary'>) {
  return {
    name,
    summary,
    learns: true,
    unavailable: () => NO_ENCODER,
    async fit() {
      throw new Error(NO_ENCODER);
    },
    withEncoder(folder) {
      const encoder = encoderIn(folder);
      return {
        name,
        summary,
        learns: true,
        builtOn: encoder.fingerprint,
        fit: async (examples, _policy, options) =>
          serve(await train(name, examples, encoder, options), encoder, options),
        load: async (from, _policy, options) =>
          serve(read(name, from, encoder), encoder, { ...options, ...textModelIn(from) }),
      };
    },
  } satisfies CriticRecipe;
}
