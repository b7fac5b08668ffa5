import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Graph } from '../../../networks/graph/graph.ts';
import { signatureOf, toOnnx } from '../../../networks/graph/serialize.ts';
import { loadModel } from '../../../networks/onnx/load-model.ts';
import { float32, floats, int32 } from '../../../networks/onnx/tensor.ts';
import { frozen } from '../../../networks/training/trainer-state.ts';
import { bertInputs, bertStates } from '../bert.ts';
import type { Encoder } from '../encoder-folder.ts';

/** A tiny encoder with random weights, in the layout of real ones. */
export const TINY = join(import.meta.dirname, 'tiny-encoder');

const known = z.strictObject({
  libraries: z.record(z.string(), z.string()),
  texts: z.array(
    z.strictObject({
      text: z.string(),
      ids: z.array(z.int()),
      first: z.array(z.number()),
      mean: z.array(z.number()),
    }),
  ),
});
type KnownText = z.infer<typeof known>['texts'][number];

/** What transformers made of 200 texts (`harness/conformance/references/torch/encoders.py`). */
export function knownStates(name: 'tiny' | 'minilm'): readonly KnownText[] {
  return known.parse(JSON.parse(readFileSync(join(import.meta.dirname, `${name}-states.json`), 'utf8'))).texts;
}

/** The states of the tokens of one text at a time. Shape: [tokens × width]. */
export async function statesOf(encoder: Encoder, texts: readonly (readonly number[])[]): Promise<Float32Array[]> {
  const graph = new Graph();
  graph.output('states', bertStates(graph, frozen(graph, encoder.parameters), bertInputs(graph), encoder.shape));
  const model = await loadModel(toOnnx(graph), signatureOf(graph));
  const states: Float32Array[] = [];
  for (const ids of texts) {
    const shape = [1, ids.length];
    const outputs = await model.run({
      tokens: int32(shape, Int32Array.from(ids)),
      places: int32(shape, Int32Array.from(ids.keys())),
      present: float32(shape, new Float32Array(ids.length).fill(1)),
    });
    states.push(floats(outputs, 'states'));
  }
  await model.dispose();
  return states;
}
