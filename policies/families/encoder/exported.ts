import { messageOf } from '../../../harness/shared/message-of.ts';
import { DataType, readModel } from '../../networks/export/model-file.ts';
import type { ModelSignature, TensorSpec } from '../../networks/onnx/signature.ts';
import type { TensorData, Tensors } from '../../networks/onnx/tensor.ts';

/** An encoder as an ONNX export: it gives the states of tokens, and nothing in it can learn. */
export interface ExportedModel {
  readonly path: string;
  readonly signature: ModelSignature;
  /** Name of the output that holds the states. Shape: [rows, tokens, width]. */
  readonly states: string;
}

const REQUIRED = ['input_ids', 'attention_mask'] as const;
const ALL: readonly string[] = [...REQUIRED, 'token_type_ids'];
/** As `transformers` and `sentence-transformers` name the states after the last layer. */
const STATES = ['last_hidden_state', 'token_embeddings'] as const;
const TYPES: Readonly<Record<number, TensorSpec['type']>> = { [DataType.INT64]: 'int64', [DataType.FLOAT]: 'float32' };

/** Reads what an export takes and gives. Throws: one line naming the file, where it is no encoder's. */
export function readExport(path: string, bytes: Uint8Array, width: number): ExportedModel {
  const graph = graphOf(path, bytes);
  const specs = (values: typeof graph.input): Record<string, TensorSpec> =>
    Object.fromEntries(
      values.map((value) => {
        const tensor = value.type?.value.case === 'tensorType' ? value.type.value.value : undefined;
        const shape = (tensor?.shape?.dim ?? []).map(({ value: dim }) =>
          dim.case === 'dimValue' ? Number(dim.value) : null,
        );
        return [value.name, { type: TYPES[tensor?.elemType ?? 0] ?? 'float32', shape }];
      }),
    );
  // What is stored may be listed among the inputs, too.
  const stored = new Set(graph.initializer.map(({ name }) => name));
  const inputs = specs(graph.input.filter(({ name }) => !stored.has(name)));
  const outputs = specs(graph.output);
  const refuse = (why: string) => new Error(`${path} ${why}: give model.safetensors, or an export of token states`);
  const missing = REQUIRED.find((name) => !inputs[name]);
  if (missing) throw refuse(`takes no "${missing}"`);
  const unknown = Object.keys(inputs).find((name) => !ALL.includes(name));
  if (unknown) throw refuse(`takes "${unknown}", which is no encoder's input`);
  const states = STATES.find((name) => outputs[name]?.shape.at(-1) === width);
  if (states === undefined) throw refuse(`gives no states of width ${width} (${STATES.join(' or ')})`);
  return { path, signature: { inputs, outputs }, states };
}

function graphOf(path: string, bytes: Uint8Array) {
  try {
    return readModel(bytes).proto.graph!;
  } catch (error) {
    throw new Error(`${path}: ${messageOf(error)}`);
  }
}

/** Token ids as an export takes them, filled up to rows × tokens. */
export function exportFeeds({ signature }: ExportedModel, tokens: TensorData, present: TensorData): Tensors {
  const whole = ({ data }: TensorData) => BigInt64Array.from(Array.from<number | bigint>(data), BigInt);
  const all: Readonly<Record<string, BigInt64Array>> = {
    input_ids: whole(tokens),
    attention_mask: whole(present),
    token_type_ids: new BigInt64Array(tokens.data.length),
  };
  const names = Object.keys(signature.inputs);
  return Object.fromEntries(names.map((name) => [name, { type: 'int64', shape: tokens.shape, data: all[name]! }]));
}

/** One vector of length √width for a text, of the states of its tokens that are taken. */
export function pooledStates(states: Float32Array, taken: readonly number[], width: number): Float32Array {
  const sum = new Float32Array(width);
  for (const token of taken) for (let at = 0; at < width; at++) sum[at]! += states[token * width + at]!;
  const squares = sum.reduce((all, one) => all + one * one, 0) / width;
  return sum.map((one) => one / Math.sqrt(squares + 1e-12));
}
