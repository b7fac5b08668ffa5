import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../../harness/contract/atomic-write.ts';
import { messageOf } from '../../../harness/shared/message-of.ts';
import { factorA, factorB } from '../../networks/training/lora.ts';
import type { Parameter, Parameters } from '../../networks/training/trainer.ts';
import { type Encoder, readEncoder } from './encoder-folder.ts';
import { Safetensors, safetensorsBytes, transposed } from './safetensors.ts';
import { type AdapterOptions, type LearnedLayers, layerNumber, loraOptions, tunedEncoder } from './tuning.ts';

/** Adapters as `peft` stores them, and weights of layers as `transformers` does. */
const FILES = {
  config: 'adapter_config.json',
  adapters: 'adapter_model.safetensors',
  layers: 'layers.safetensors',
} as const;

/** What a recipe says that reads an encoder and has none. */
export const NO_ENCODER =
  'no encoder is named: give --encoder DIR, a folder in the Hugging Face layout (docs/encoders.md says where to get one)';

/** What adapters of an encoder consist of. */
export const ADAPTER_FILES = [FILES.config, FILES.adapters] as const;

const known = new Map<string, Encoder>();

/** Reads an encoder, adapters of `peft` that lie beside it merged in, once for all models of a process. Throws: as `readEncoder`. */
export function encoderIn(folder: string): Encoder {
  const read = () => {
    const encoder = readEncoder(folder);
    return existsSync(join(folder, FILES.config)) ? tunedEncoder(encoder, readAdapters(folder, encoder)) : encoder;
  };
  const encoder = known.get(folder) ?? read();
  known.set(folder, encoder);
  return encoder;
}

/** Writes what an encoder's layers learned. Python reads it with `peft`, or with `load_state_dict` for whole layers. */
export function saveLearned(folder: string, { adapters, parameters }: LearnedLayers): void {
  if (adapters === null) {
    writeFileAtomic(
      join(folder, FILES.layers),
      safetensorsBytes(mapped(parameters, (name, one) => [name, stored(name, one)])),
    );
    return;
  }
  const tensors = mapped(parameters, (name, one) => [peftName(name), transposed(one)]);
  writeFileAtomic(join(folder, FILES.adapters), safetensorsBytes(tensors));
  writeFileAtomic(join(folder, FILES.config), `${JSON.stringify(configOf(adapters, parameters), null, 2)}\n`);
}

/** Reads what `saveLearned` wrote. Throws: one line naming the file that is missing, damaged or made for another encoder. */
export function readLearned(folder: string, encoder: Encoder): LearnedLayers {
  if (existsSync(join(folder, FILES.config))) return readAdapters(folder, encoder);
  const file = new Safetensors(join(folder, FILES.layers), bytesOf(join(folder, FILES.layers)));
  const weights = file.names.filter((name) => encoder.parameters[name]);
  const parameters = Object.fromEntries(
    weights.map((name) => {
      const { shape } = encoder.parameters[name]!;
      return [name, stored(name, file.read(name, shape.length === 2 ? [...shape].reverse() : shape))];
    }),
  );
  return { adapters: null, parameters };
}

const isProduct = (name: string, { shape }: Parameter) => shape.length === 2 && !name.startsWith('embeddings.');
/** From our order of axes to the file's, or back. */
const stored = (name: string, one: Parameter) => (isProduct(name, one) ? transposed(one) : one);

function mapped(
  parameters: Parameters,
  change: (name: string, one: Parameter) => readonly [string, Parameter],
): Parameters {
  return Object.fromEntries(Object.entries(parameters).map(([name, one]) => change(name, one)));
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(
      `${path} cannot be read (${messageOf(error)}): give a folder with ${FILES.config} and ${FILES.adapters}`,
    );
  }
}

const PREFIX = 'base_model.model.';
const SUFFIX = { a: factorA('.weight'), b: factorB('.weight') };

/** `….query.weight.lora_a` is `base_model.model.….query.lora_A.weight` in its files. */
function peftName(name: string): string {
  const factor = name.endsWith(SUFFIX.a) ? 'lora_A' : 'lora_B';
  return `${PREFIX}${name.slice(0, -SUFFIX.a.length)}.${factor}.weight`;
}

/** The fields of `peft`'s configuration that decide what adapters do. */
const configSchema = z.looseObject({
  peft_type: z.literal('LORA'),
  r: z.int().positive(),
  lora_alpha: z.number().positive(),
  target_modules: z.array(z.string()).min(1),
  layers_to_transform: z.union([z.int(), z.array(z.int())]).nullish(),
  bias: z.literal('none').default('none'),
  use_rslora: z.literal(false).default(false),
  use_dora: z.literal(false).default(false),
  fan_in_fan_out: z.literal(false).default(false),
  modules_to_save: z.null().optional(),
  rank_pattern: z.record(z.string(), z.never()).nullish(),
  alpha_pattern: z.record(z.string(), z.never()).nullish(),
});

function configOf({ rank, alpha, targets }: AdapterOptions, parameters: Parameters): z.input<typeof configSchema> {
  const layers = new Set(Object.keys(parameters).map(layerNumber));
  return {
    peft_type: 'LORA',
    ...{
      r: rank,
      lora_alpha: alpha,
      target_modules: [...targets],
      layers_to_transform: [...layers].sort((a, b) => a - b),
    },
    ...{ layers_pattern: 'layer', bias: 'none', lora_dropout: 0, inference_mode: true },
    ...{ use_rslora: false, use_dora: false, fan_in_fan_out: false, base_model_name_or_path: null, task_type: null },
  };
}

/** Adapters in the layout of `peft`. Throws: one line naming the file, where they are of another kind or of another encoder. */
function readAdapters(folder: string, encoder: Encoder): LearnedLayers {
  const adapters = readConfig(join(folder, FILES.config), encoder);
  const path = join(folder, FILES.adapters);
  const file = new Safetensors(path, bytesOf(path));
  const { layers, rank } = loraOptions(encoder, adapters);
  const parameters: Record<string, Parameter> = {};
  // A model with a head of its own has the encoder under a name.
  const name = (of: string) => [peftName(of), peftName(`bert.${of}`)].find((one) => file.has(one)) ?? peftName(of);
  for (const layer of layers) {
    const [rows, columns] = encoder.parameters[layer]!.shape as [number, number];
    parameters[factorA(layer)] = transposed(file.read(name(factorA(layer)), [rank, rows]));
    parameters[factorB(layer)] = transposed(file.read(name(factorB(layer)), [columns, rank]));
  }
  return { adapters, parameters };
}

function readConfig(path: string, { shape }: Encoder): AdapterOptions {
  let read: unknown;
  try {
    read = JSON.parse(bytesOf(path).toString('utf8'));
  } catch (error) {
    throw new Error(`${path} is no JSON (${messageOf(error)}): save the adapters again`);
  }
  const parsed = configSchema.safeParse(read);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(
      `${path}: "${issue?.path.join('.')}" ${issue?.message}: plain LoRA of products can be read (docs/encoders.md)`,
    );
  }
  const { r, lora_alpha, target_modules, layers_to_transform: some } = parsed.data;
  const layers = some === null || some === undefined ? null : [some].flat();
  const from = layers === null ? 0 : Math.min(...layers);
  const wanted = Array.from({ length: shape.layers - from }, (_, at) => from + at);
  if (layers !== null && wanted.some((layer) => !layers.includes(layer)))
    throw new Error(`${path}: layers ${layers.join(', ')} are adapted: only all layers from one on can be read`);
  return { rank: r, alpha: lora_alpha, targets: target_modules, from };
}
