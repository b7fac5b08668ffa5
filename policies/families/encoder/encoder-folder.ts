import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { messageOf } from '../../../harness/shared/message-of.ts';
import type { Parameters } from '../../networks/training/trainer.ts';
import { type BertShape, bertWeightShapes } from './bert.ts';
import { type ExportedModel, readExport } from './exported.ts';
import { Safetensors, transposed } from './safetensors.ts';

const FILES = {
  config: 'config.json',
  tokenizer: 'tokenizer.json',
  tokenizerConfig: 'tokenizer_config.json',
  weights: 'model.safetensors',
  exports: ['model.onnx', join('onnx', 'model.onnx')],
  pooling: join('1_Pooling', 'config.json'),
} as const;

const A_FOLDER = `a folder with ${FILES.config}, ${FILES.tokenizer} and ${FILES.weights}`;

/** How a text's token states become one vector: their mean, or the state of the first token. */
export type Pooling = 'mean' | 'first';

/** A pretrained encoder, read from a folder in the Hugging Face layout. */
export interface Encoder {
  readonly folder: string;
  readonly shape: BertShape;
  /** As `bert.ts` names them; weights of products are [in, out]. None where the folder holds an export alone. */
  readonly parameters: Parameters;
  /** The ONNX export that is run in place of the weights, where the folder holds none of these; null elsewhere. */
  readonly exported: ExportedModel | null;
  readonly pooling: Pooling;
  /** Token ids of a text with the special tokens around it, at most so many. */
  tokenize(text: string, most: number): number[];
  /** SHA-256 of all files that it was read from and how much of them is used, in hex. */
  readonly fingerprint: string;
}

const configSchema = z.looseObject({
  model_type: z.string(),
  vocab_size: z.int().positive(),
  hidden_size: z.int().positive(),
  num_hidden_layers: z.int().positive(),
  num_attention_heads: z.int().positive(),
  intermediate_size: z.int().positive(),
  max_position_embeddings: z.int().positive(),
  type_vocab_size: z.int().positive().default(2),
  layer_norm_eps: z.number().positive().default(1e-12),
  hidden_act: z.string().default('gelu'),
  position_embedding_type: z.string().default('absolute'),
});

const ACTIVATIONS = ['gelu', 'gelu_new', 'gelu_pytorch_tanh', 'relu'] as const;
const poolingSchema = z.looseObject({ pooling_mode_cls_token: z.boolean().default(false) });

/**
 * Reads an encoder of the BERT type; `layers` keeps the lowest so many alone. Throws: one line naming the file that is
 * missing, damaged, of another architecture or of another shape than it says.
 */
export function readEncoder(folder: string, layers?: number): Encoder {
  const hash = createHash('sha256').update(`layers ${layers ?? 'all'}\n`);
  const fileOf = (name: string) => {
    const path = join(folder, name);
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      throw new Error(`${path} cannot be read (${messageOf(error)}): give ${A_FOLDER} (docs/encoders.md)`);
    }
    hash.update(`${name} ${bytes.length}\n`).update(bytes);
    return bytes;
  };
  const jsonOf = (name: string): unknown => {
    const text = fileOf(name).toString('utf8');
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new Error(`${join(folder, name)} is no JSON (${messageOf(error)}): get the encoder again`);
    }
  };
  const optional = (name: string): unknown => (existsSync(join(folder, name)) ? jsonOf(name) : {});
  const shape = shapeOf(join(folder, FILES.config), jsonOf(FILES.config), layers);
  const tokenize = tokenizerOf(
    join(folder, FILES.tokenizer),
    jsonOf(FILES.tokenizer),
    optional(FILES.tokenizerConfig),
    shape,
  );
  const pooling = poolingSchema.safeParse(optional(FILES.pooling)).data?.pooling_mode_cls_token ? 'first' : 'mean';
  const found = existsSync(join(folder, FILES.weights))
    ? undefined
    : FILES.exports.find((name) => existsSync(join(folder, name)));
  if (found !== undefined && layers !== undefined) throw closed(folder);
  const exported = found === undefined ? null : readExport(join(folder, found), fileOf(found), shape.width);
  const parameters = exported
    ? {}
    : readWeights(new Safetensors(join(folder, FILES.weights), fileOf(FILES.weights)), shape);
  return { folder, shape, parameters, exported, pooling, tokenize, fingerprint: hash.digest('hex') };
}

/** Why layers can neither be cut nor learn. */
export function closed(folder: string): Error {
  return new Error(`${folder} holds an ONNX export, whose layers can neither learn nor be cut: give ${FILES.weights}`);
}

/** An encoder's lowest layers alone: as many as said, from none (its embeddings) to all. Throws: where it is an export. */
export function lowestLayers(encoder: Encoder, layers: number): Encoder {
  if (encoder.exported) throw closed(encoder.folder);
  const shape = { ...encoder.shape, layers };
  const parameters = Object.fromEntries(
    Object.keys(bertWeightShapes(shape)).map((name) => [name, encoder.parameters[name]!]),
  );
  const fingerprint = createHash('sha256').update(`${encoder.fingerprint} lowest ${layers}`).digest('hex');
  return { ...encoder, shape, parameters, fingerprint };
}

function shapeOf(path: string, read: unknown, layers: number | undefined): BertShape {
  const parsed = configSchema.safeParse(read);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(
      `${path}: "${issue?.path.join('.')}" ${issue?.message}: it describes no encoder that can be read (docs/encoders.md)`,
    );
  }
  const config = parsed.data;
  const refuse = (what: string) =>
    new Error(
      `${path}: ${what}: give an encoder of the BERT type, such as all-MiniLM-L6-v2, BGE or E5 (docs/encoders.md)`,
    );
  if (config.model_type !== 'bert') throw refuse(`the model is of type "${config.model_type}"`);
  if (config.position_embedding_type !== 'absolute')
    throw refuse(`its positions are "${config.position_embedding_type}", not absolute`);
  const activation = ACTIVATIONS.find((one) => one === config.hidden_act);
  if (!activation) throw refuse(`its activation is "${config.hidden_act}"`);
  if (config.hidden_size % config.num_attention_heads !== 0)
    throw refuse(`${config.num_attention_heads} heads do not share a width of ${config.hidden_size}`);
  if (layers !== undefined && !(layers >= 1 && layers <= config.num_hidden_layers))
    throw new Error(
      `${path}: the encoder has ${config.num_hidden_layers} layers: keep 1 to ${config.num_hidden_layers}`,
    );
  return {
    vocabulary: config.vocab_size,
    width: config.hidden_size,
    layers: layers ?? config.num_hidden_layers,
    heads: config.num_attention_heads,
    inner: config.intermediate_size,
    positions: config.max_position_embeddings,
    types: config.type_vocab_size,
    epsilon: config.layer_norm_eps,
    activation,
  };
}

function tokenizerOf(path: string, read: unknown, config: unknown, { vocabulary }: BertShape): Encoder['tokenize'] {
  let tokenizer: Tokenizer;
  try {
    tokenizer = new Tokenizer(read as object, config as object);
    tokenizer.encode('try');
  } catch (error) {
    throw new Error(`${path} is no tokenizer that can be read (${messageOf(error)}): get the encoder again`);
  }
  const last = tokenizer.encode('').ids.at(-1);
  return (text, most) => {
    const { ids }: { readonly ids: readonly number[] } = tokenizer.encode(text);
    const beyond = ids.find((id) => id >= vocabulary);
    if (beyond !== undefined)
      throw new Error(`${path} gives token ${beyond}, and config.json has a vocabulary of ${vocabulary}`);
    // What is cut off still ends as a text does.
    return ids.length <= most ? [...ids] : [...ids.slice(0, most - 1), last ?? ids.at(-1)!];
  };
}

/** Heads of other tasks wrap the encoder in this name; old files call scale and shift otherwise. */
const PREFIXES = ['', 'bert.'];

function readWeights(file: Safetensors, shape: BertShape): Parameters {
  const probe = 'embeddings.word_embeddings.weight';
  const prefix = PREFIXES.find((one) => file.has(`${one}${probe}`));
  if (prefix === undefined)
    throw new Error(`${file.path}: tensor "${probe}" is missing: give the weights of an encoder of the BERT type`);
  const parameters: Record<string, Parameters[string]> = {};
  for (const [name, wanted] of Object.entries(bertWeightShapes(shape))) {
    const plain = `${prefix}${name}`;
    const old = plain.replace(/LayerNorm\.weight$/, 'LayerNorm.gamma').replace(/LayerNorm\.bias$/, 'LayerNorm.beta');
    const stored = file.has(plain) ? plain : file.has(old) ? old : plain;
    // A product's weight is stored as [out, in].
    const isProduct = wanted.length === 2 && !name.startsWith('embeddings.');
    parameters[name] = isProduct ? transposed(file.read(stored, [wanted[1]!, wanted[0]!])) : file.read(stored, wanted);
  }
  return parameters;
}
