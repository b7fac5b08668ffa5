import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Encoder, readEncoder } from './encoder-folder.ts';
import { knownStates, statesOf, TINY } from './testing/known-states.ts';
import { MINILM } from './testing/minilm.ts';

/** Largest difference from what transformers gives, of the first token's state and of the mean. */
async function largestDifference(encoder: Encoder, name: 'tiny' | 'minilm'): Promise<number> {
  const texts = knownStates(name);
  expect(texts.length).toBeGreaterThanOrEqual(200);
  const { width } = encoder.shape;
  let largest = 0;
  for (const [at, states] of (
    await statesOf(
      encoder,
      texts.map(({ ids }) => ids),
    )
  ).entries()) {
    const { first, mean } = texts[at]!;
    const step = width / first.length;
    const rows = states.length / width;
    for (const [place, theirs] of first.entries()) {
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += states[row * width + place * step]!;
      largest = Math.max(largest, Math.abs(states[place * step]! - theirs), Math.abs(sum / rows - mean[place]!));
    }
  }
  return largest;
}

describe('a tiny encoder', () => {
  it('cuts 200 texts into the tokens that transformers has', () => {
    const encoder = readEncoder(TINY);
    for (const { text, ids } of knownStates('tiny')) expect([text, encoder.tokenize(text, 1000)]).toEqual([text, ids]);
  });

  it('gives the states that transformers gives, within 1e-4', async () => {
    expect(await largestDifference(readEncoder(TINY), 'tiny')).toBeLessThan(1e-4);
  });

  it('cut short is its lowest layers, and another encoder', async () => {
    const [whole, lowest] = [readEncoder(TINY), readEncoder(TINY, 1)];
    expect(Object.keys(lowest.parameters)).toEqual(
      Object.keys(whole.parameters).filter((name) => !name.includes('layer.1.')),
    );
    expect(lowest.fingerprint).not.toBe(whole.fingerprint);
    expect(await largestDifference(lowest, 'tiny')).toBeGreaterThan(0.1);
  });

  it('keeps the end of a text that is cut off', () => {
    const { tokenize } = readEncoder(TINY);
    const whole = tokenize('can you help me find another one', 100);
    const cut = tokenize('can you help me find another one', 5);
    expect(cut).toEqual([...whole.slice(0, 4), whole.at(-1)]);
  });
});

describe.skipIf(MINILM === undefined)(
  'all-MiniLM-L6-v2 (skipped where DESKBENCH_ENCODER does not name its folder)',
  () => {
    it('cuts texts into the tokens and gives the states that transformers gives, within 1e-4', async () => {
      const encoder = readEncoder(MINILM!);
      for (const { text, ids } of knownStates('minilm'))
        expect([text, encoder.tokenize(text, 1000)]).toEqual([text, ids]);
      expect(await largestDifference(encoder, 'minilm')).toBeLessThan(1e-4);
    });
  },
);

describe('a folder that is no encoder is refused in one line that names the file', () => {
  let folder: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'deskbench-encoder-')), 'encoder');
    cpSync(TINY, folder, { recursive: true });
  });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

  const at = (name: string) => join(folder, name);
  const edit = (name: string, change: (read: Record<string, unknown>) => object) =>
    writeFileSync(at(name), JSON.stringify(change(JSON.parse(readFileSync(at(name), 'utf8')))));
  const config = (own: object) => () => edit('config.json', (read) => ({ ...read, ...own }));
  const header = (change: (text: string) => string) => () => {
    const bytes = readFileSync(at('model.safetensors'));
    const end = 8 + Number(bytes.readBigUInt64LE(0));
    const text = Buffer.from(change(bytes.toString('utf8', 8, end)));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    writeFileSync(at('model.safetensors'), Buffer.concat([length, text, bytes.subarray(end)]));
  };

  it.each<[string, () => void, RegExp]>([
    [
      'no configuration',
      () => rmSync(at('config.json')),
      /config\.json cannot be read .*: give a folder with config.json, tokenizer.json and model.safetensors/,
    ],
    ['no weights', () => rmSync(at('model.safetensors')), /model\.safetensors cannot be read/],
    ['no tokenizer', () => rmSync(at('tokenizer.json')), /tokenizer\.json cannot be read/],
    ['a torn configuration', () => writeFileSync(at('config.json'), '{"model_'), /config\.json is no JSON/],
    ['another architecture', config({ model_type: 'roberta' }), /config\.json: the model is of type "roberta": give/],
    ['other positions', config({ position_embedding_type: 'relative_key' }), /positions are "relative_key"/],
    ['an activation of its own', config({ hidden_act: 'swish' }), /its activation is "swish"/],
    ['heads that do not fit', config({ num_attention_heads: 5 }), /5 heads do not share a width of 24/],
    ['a width that is missing', config({ hidden_size: null }), /config\.json: "hidden_size"/],
    [
      'more layers than weights',
      config({ num_hidden_layers: 3 }),
      /model\.safetensors: tensor "encoder\.layer\.2.* is missing/,
    ],
    [
      'another width than its weights',
      config({ intermediate_size: 41 }),
      /has shape \[40, 24\], and the configuration asks for \[41, 24\]/,
    ],
    ['a smaller vocabulary than its tokenizer', config({ vocab_size: 20 }), /word_embeddings\.weight" has shape/],
    [
      'weights cut short',
      () => writeFileSync(at('model.safetensors'), readFileSync(at('model.safetensors')).subarray(0, 9000)),
      /is cut short/,
    ],
    ['no weights at all', () => writeFileSync(at('model.safetensors'), ''), /is cut short, or no safetensors file/],
    ['a file of another kind', () => writeFileSync(at('model.safetensors'), Buffer.alloc(64)), /no safetensors file/],
    [
      'weights of whole numbers',
      header((text) => text.replaceAll('"F32"', '"I32"')),
      /is of type I32: F32, F16, BF16 can be read/,
    ],
    [
      'weights of something else',
      header((text) => text.replaceAll('embeddings.word', 'encoder.word')),
      /tensor "embeddings\.word_embeddings\.weight" is missing/,
    ],
    [
      'no tokenizer inside',
      () => writeFileSync(at('tokenizer.json'), '{}'),
      /tokenizer\.json is no tokenizer that can be read/,
    ],
  ])('%s', (_, harm, said) => {
    harm();
    expect(() => readEncoder(folder)).toThrow(said);
    try {
      readEncoder(folder);
    } catch (error) {
      expect((error as Error).message.split('\n')).toHaveLength(1);
      expect((error as Error).message).toContain(folder);
    }
  });

  it('heads of other tasks around it, old names and a pooling of its own are read', async () => {
    const rename = (text: string) =>
      text
        .replaceAll('"embeddings.', '"bert.embeddings.')
        .replaceAll('"encoder.', '"bert.encoder.')
        .replaceAll('LayerNorm.weight', 'LayerNorm.gamma')
        .replaceAll('LayerNorm.bias', 'LayerNorm.beta');
    header(rename)();
    const encoder = readEncoder(folder);
    expect(encoder.parameters).toEqual(readEncoder(TINY).parameters);
    expect(encoder.pooling).toBe('mean');
    cpSync(at('config.json'), at('1_Pooling/config.json'));
    edit('1_Pooling/config.json', () => ({ pooling_mode_cls_token: true }));
    expect(readEncoder(folder).pooling).toBe('first');
  });
});
