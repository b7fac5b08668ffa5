import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { smallDeskExamples } from '../../testing/small-desk.ts';
import { lowestLayers, readEncoder } from './encoder-folder.ts';
import { readExport } from './exported.ts';
import { encoderRecipe } from './recipe.ts';
import { knownStates, TINY } from './testing/known-states.ts';
import { TextVectors } from './text-vectors.ts';
import { upperLayers } from './tuning.ts';

/** The tiny encoder as torch exports it (`harness/conformance/references/torch/exported.py`). */
const EXPORT = join(import.meta.dirname, 'testing', 'tiny-export', 'model.onnx');
const bytes = readFileSync(EXPORT);
let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'deskbench-exported-')), 'encoder');
  mkdirSync(folder);
  for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json'])
    cpSync(join(TINY, name), join(folder, name));
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

describe.each(['model.onnx', 'onnx/model.onnx'])('an export alone, as %s', (name) => {
  beforeEach(() => cpSync(EXPORT, join(folder, name), { recursive: true }));

  it.each(['mean', 'first'] as const)('gives the vectors that the weights give, within 1e-4: %s', async (pooling) => {
    const texts = knownStates('tiny').map(({ text }) => text);
    const [ours, theirs] = await Promise.all(
      [readEncoder(TINY), readEncoder(folder)].map((one) => TextVectors.load({ ...one, pooling })),
    );
    const [from, of] = [await ours!.of(texts), await theirs!.of(texts)];
    for (const text of texts) {
      const wanted = from(text);
      expect(Math.max(...of(text).map((value, at) => Math.abs(value - wanted[at]!)))).toBeLessThan(1e-4);
    }
    await Promise.all([ours!.dispose(), theirs!.dispose()]);
  });
});

it('a policy learns on an export, and what cannot is refused beforehand', async () => {
  cpSync(EXPORT, join(folder, 'model.onnx'));
  const settings = { epochs: 1 };
  const recipe = encoderRecipe({ name: 'encoder', summary: '', settings }).withEncoder(folder);
  expect(recipe.sizes).toBeUndefined();
  const policy = await recipe.fit(smallDeskExamples(12, 'train'), { seed: '1' });
  expect(policy.saveWhole).toBeUndefined();
  const [suggestion] = await policy.suggest(smallDeskExamples(1, 'fresh').map(({ screen }) => screen));
  expect(suggestion!.ranked.length).toBeGreaterThan(0);
  await policy.dispose();
  const closed = 'holds an ONNX export, whose layers can neither learn nor be cut: give model.safetensors';
  const tuning = { layers: 1, adapters: null, epochs: 1, learningRate: 1 };
  const tuned = encoderRecipe({ name: 'encoder-top', summary: '', settings: { tuning } }).withEncoder(folder);
  expect(tuned.unavailable?.()).toContain(closed);
  const encoder = readEncoder(folder);
  expect(() => upperLayers(encoder, tuning, () => 0)).toThrow(closed);
  expect(() => lowestLayers(encoder, 1)).toThrow(closed);
  expect(() => readEncoder(folder, 1)).toThrow(closed);
});

it('weights come before an export that lies beside them', () => {
  cpSync(EXPORT, join(folder, 'model.onnx'));
  cpSync(join(TINY, 'model.safetensors'), join(folder, 'model.safetensors'));
  expect(readEncoder(folder).exported).toBeNull();
  expect(readEncoder(folder).fingerprint).toBe(readEncoder(TINY).fingerprint);
});

it('another export than an encoder’s is refused in one line that names the file', () => {
  expect(() => readExport('x.onnx', bytes, 32)).toThrow(/^x\.onnx gives no states of width 32/);
  expect(() => readExport('x.onnx', Buffer.from('no model'), 24)).toThrow('no ONNX model');
  const renamed = (from: string, to: string) => Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
  expect(() => readExport('x.onnx', renamed('attention_mask', 'attention_tusk'), 24)).toThrow(
    'takes no "attention_mask"',
  );
  expect(() => readExport('x.onnx', renamed('token_type_ids', 'token_kind_ids'), 24)).toThrow('takes "token_kind_ids"');
  expect(() => readExport('x.onnx', renamed('last_hidden_state', 'lost_hidden_state'), 24)).toThrow(
    'gives no states of width 24',
  );
  writeFileSync(join(folder, 'model.onnx'), 'torn');
  expect(() => readEncoder(folder)).toThrow(/model\.onnx: the bytes are no ONNX model/);
});
