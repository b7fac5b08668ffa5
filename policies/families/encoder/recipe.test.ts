import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Policy, PolicyRecipe } from '../../../harness/contract/policy.ts';
import { smallDeskExamples } from '../../testing/small-desk.ts';
import { readEncoder } from './encoder-folder.ts';
import { encoderRecipe } from './recipe.ts';
import type { EncoderSettings } from './settings.ts';
import { TINY } from './testing/known-states.ts';
import { TextVectors } from './text-vectors.ts';

const examples = smallDeskExamples(30, 'train');
const screens = smallDeskExamples(8, 'fresh').map(({ screen }) => screen);
const tuning = { layers: 1, epochs: 1, learningRate: 0.001 };
const adapters = { rank: 2, alpha: 4, targets: ['query', 'value'] };
const kinds: Readonly<Record<string, Pick<EncoderSettings, 'wideBits' | 'tuning'>>> = {
  encoder: { wideBits: 0, tuning: null },
  'encoder-hybrid': { wideBits: 12, tuning: null },
  'encoder-lora': { wideBits: 0, tuning: { ...tuning, adapters } },
  'encoder-top': { wideBits: 12, tuning: { ...tuning, adapters: null } },
};
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskbench-encoder-policy-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(Object.entries(kinds))('the recipe of %s', (name, own) => {
  const plain = encoderRecipe({ name, summary: '', settings: { ...own, epochs: 2 } });
  let recipe: PolicyRecipe;
  let policy: Policy;
  beforeAll(async () => {
    recipe = plain.withEncoder(TINY);
    policy = await recipe.fit(examples, { seed: '1' });
  });
  afterAll(() => policy.dispose());

  it('says without an encoder where to get one', async () => {
    expect(plain.unavailable()).toMatch(/^no encoder is named: give --encoder DIR/);
    await expect(plain.fit()).rejects.toThrow('no encoder is named');
    expect(recipe.unavailable).toBeUndefined();
  });

  it('saved and loaded, suggests the same', async () => {
    const to = join(folder, name);
    await policy.save?.(to);
    expect(readdirSync(to).includes('features.bin')).toBe(own.wideBits > 0);
    expect(readdirSync(to).includes('tuned')).toBe(own.tuning !== null);
    const loaded = await recipe.load!(to, { seed: '1' });
    expect(await loaded.suggest(screens)).toEqual(await policy.suggest(screens));
    await loaded.dispose();
  });

  it('saved whole, serves by the encoder that lies beside it', async () => {
    const to = join(folder, `${name}, whole`);
    await policy.saveWhole?.(to);
    const whole = await recipe.load!(to, { seed: '1' });
    expect(await whole.suggest(screens)).toEqual(await policy.suggest(screens));
    await whole.dispose();
    writeFileSync(join(to, 'encoder.onnx'), 'torn');
    await expect(recipe.load!(to, { seed: '1' })).rejects.toThrow('encoder.onnx');
  });

  it('is not served with another encoder than it was trained on', async () => {
    const to = join(folder, `${name} of this`);
    await policy.save?.(to);
    const other = join(folder, `${name}, another encoder`);
    cpSync(TINY, other, { recursive: true });
    writeFileSync(join(other, 'tokenizer_config.json'), '{"do_lower_case":true}');
    const elsewhere = plain.withEncoder(other);
    expect(elsewhere.builtOn).not.toBe(recipe.builtOn);
    await expect(elsewhere.load!(to, { seed: '1' })).rejects.toThrow('was trained on another encoder than');
  });

  it('refuses a log that teaches nothing', async () => {
    await expect(recipe.fit([], { seed: '1' })).rejects.toThrow('there is no example to learn from');
  });
});

describe('vectors of texts', () => {
  it('are the same in any company, of one length, and computed once', async () => {
    const texts = ['book a room', 'hi', '', 'a much longer line about a table for two people at noon, please'];
    const encoder = readEncoder(TINY);
    let cut = 0;
    const counting = {
      ...encoder,
      tokenize(text: string, most: number) {
        cut++;
        return encoder.tokenize(text, most);
      },
    };
    const together = await TextVectors.load(counting);
    const all = await together.of(texts);
    await together.of(texts);
    expect(cut).toBe(texts.length);
    const alone = await TextVectors.load({ ...encoder, fingerprint: 'of its own' });
    expect(await TextVectors.load(counting)).toBe(together);
    await together.dispose();
    for (const text of texts) {
      expect((await alone.of([text]))(text)).toEqual(all(text));
      const squares = all(text).reduce((sum, one) => sum + one * one, 0);
      expect(squares / together.width).toBeCloseTo(1, 4);
    }
    await together.dispose();
    await alone.dispose();
  });

  it('are of the first token alone where the encoder says so', async () => {
    const encoder = readEncoder(TINY);
    const mean = await TextVectors.load(encoder);
    const first = await TextVectors.load({ ...encoder, pooling: 'first' });
    const text = 'book a room';
    expect((await first.of([text]))(text)).not.toEqual((await mean.of([text]))(text));
    await mean.dispose();
    await first.dispose();
  });
});
