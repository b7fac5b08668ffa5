import type { Graph } from '../../networks/graph/graph.ts';
import type { Value } from '../../networks/graph/operator.ts';
import { float32, floats, int32, type Tensors } from '../../networks/onnx/tensor.ts';
import { roundUp } from '../transformer/pack.ts';
import { bertLayers } from './bert.ts';
import type { Encoder } from './encoder-folder.ts';
import type { EncoderItem } from './item.ts';
import { CANDIDATE_DIMS, SEGMENT_DIMS, type TextValues } from './network.ts';
import { type Bucket, drop, eachText, type TextPacker } from './pack.ts';
import { MOST_SEGMENTS } from './segments.ts';
import type { EncoderSettings } from './settings.ts';
import { MOST_TOKENS, pooled, type VectorOf } from './text-vectors.ts';
import type { UpperLayers } from './tuning.ts';

/** Texts of a minibatch stand by length: each is filled up to the first of these that holds it. */
const LENGTHS = [16, 32, MOST_TOKENS] as const;
/** Numbers of texts of a length are filled up to a multiple of this, so that the runtime meets few shapes. */
const TEXT_STEP = 32;

/** What the upper layers, as they learn, make of a minibatch's texts: each is run through them once. */
export function tunedTexts(
  graph: Graph,
  values: Readonly<Record<string, Value>>,
  upper: UpperLayers,
  { shape }: Encoder,
): TextValues {
  const weights = upper.weights(graph, values);
  const tables = LENGTHS.map((length) => {
    const dims = [`texts of ${length}`, length] as const;
    const states = graph.input(`states_${length}`, graph.float, [...dims, shape.width]);
    const present = graph.input(`present_${length}`, graph.float, dims);
    const taken = graph.input(`taken_${length}`, graph.float, dims);
    return {
      length,
      vectors: pooled(graph, bertLayers(graph, weights, { states, present }, shape, upper.from), taken),
    };
  });
  const placed = (of: keyof TextValues, dims: typeof SEGMENT_DIMS | typeof CANDIDATE_DIMS) => {
    const all = tables.map(({ length, vectors }) => {
      const found = graph.apply('Gather', [vectors, graph.input(`${of}_${length}`, 'int32', dims)]);
      // 1 where the cell's text is of this length.
      return graph.apply('Mul', [found, graph.input(`${of}_is_${length}`, graph.float, [...dims, 1])]);
    });
    return all.reduce((sum, one) => graph.apply('Add', [sum, one]));
  };
  return { segments: placed('segments', SEGMENT_DIMS), candidates: placed('candidates', CANDIDATE_DIMS) };
}

/** The states of texts as the layers beneath leave them. */
interface LowerStates {
  readonly encoder: Encoder;
  readonly statesOf: VectorOf;
}

/** Feeds a minibatch's texts, each once, as the layers beneath leave them; of their numbers some are left out. */
export function lowerStates(lower: LowerStates, { vectorDropout }: Pick<EncoderSettings, 'vectorDropout'>): TextPacker {
  return (items, rows, bucket, random) => {
    const feeds: Tensors = Object.assign({}, ...LENGTHS.map((_, at) => packLength(items, rows, bucket, at, lower)));
    if (random) for (const length of LENGTHS) drop(floats(feeds, `states_${length}`), vectorDropout, random);
    return feeds;
  };
}

/** The texts that are of one length, and where each stands. */
function packLength(
  items: readonly EncoderItem[],
  rows: number,
  bucket: Bucket,
  at: number,
  lower: LowerStates,
): Tensors {
  const length = LENGTHS[at]!;
  const shorter = LENGTHS[at - 1] ?? 0;
  const dims = { segments: [rows, MOST_SEGMENTS], candidates: [rows, bucket.candidates] } as const;
  const cells = (of: keyof TextValues) => rows * dims[of][1];
  const indices = { segments: new Int32Array(cells('segments')), candidates: new Int32Array(cells('candidates')) };
  const marks = { segments: new Float32Array(cells('segments')), candidates: new Float32Array(cells('candidates')) };
  const places = new Map<string, number>();
  eachText(items, bucket, (text, of, cell) => {
    const tokens = lower.statesOf(text).length / lower.encoder.shape.width;
    if (tokens <= shorter || tokens > length) return;
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    indices[of][cell] = place;
    marks[of][cell] = 1;
  });
  return {
    ...packStates([...places.keys()], length, lower),
    [`segments_${length}`]: int32(dims.segments, indices.segments),
    [`segments_is_${length}`]: float32([...dims.segments, 1], marks.segments),
    [`candidates_${length}`]: int32(dims.candidates, indices.candidates),
    [`candidates_is_${length}`]: float32([...dims.candidates, 1], marks.candidates),
  };
}

function packStates(texts: readonly string[], length: number, { encoder, statesOf }: LowerStates): Tensors {
  const { width } = encoder.shape;
  const count = roundUp(Math.max(1, texts.length), TEXT_STEP);
  const states = new Float32Array(count * length * width);
  const [present, taken] = [new Float32Array(count * length), new Float32Array(count * length)];
  for (let row = 0; row < count; row++) {
    const own = texts[row] === undefined ? null : statesOf(texts[row]!);
    if (own) states.set(own, row * length * width);
    // A row that holds nothing would attend to nothing: its first token stands.
    const tokens = own ? own.length / width : 1;
    present.fill(1, row * length, row * length + tokens);
    taken.fill(1, row * length, row * length + (encoder.pooling === 'first' ? 1 : tokens));
  }
  return {
    [`states_${length}`]: float32([count, length, width], states),
    [`present_${length}`]: float32([count, length], present),
    [`taken_${length}`]: float32([count, length], taken),
  };
}
