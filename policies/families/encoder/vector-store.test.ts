import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lowestLayers, readEncoder } from './encoder-folder.ts';
import { TINY } from './testing/known-states.ts';
import { TextVectors } from './text-vectors.ts';
import { VectorStore } from './vector-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskbench-vectors-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Keeps one vector and closes. */
function kept(text: string, vector: readonly number[], made = 'an encoder', limitBytes?: number): void {
  const store = new VectorStore(folder, made, limitBytes);
  store.add(text, Float32Array.from(vector));
  store.flush();
}
const found = (text: string, made = 'an encoder') => new VectorStore(folder, made).get(text);

describe('vectors on disk', () => {
  it('are found by text and by what made them', () => {
    kept('hello', [1, 2.5, -3]);
    kept('bye', [4]);
    expect(found('hello')).toEqual(Float32Array.of(1, 2.5, -3));
    expect(found('bye')).toEqual(Float32Array.of(4));
    expect(found('Hello')).toBeUndefined();
    expect(found('hello', 'another encoder')).toBeUndefined();
  });

  it('lie in a file that its content names: the same content twice is one file, and nothing new is none', () => {
    kept('hello', [1]);
    kept('hello', [1]);
    new VectorStore(folder, 'an encoder').flush();
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('of a damaged file are as good as absent, and the file goes', () => {
    kept('hello', [1, 2, 3]);
    const path = join(folder, readdirSync(folder)[0]!);
    const bytes = readFileSync(path);
    for (const torn of [bytes.subarray(0, bytes.length - 1), Buffer.concat([bytes.subarray(0, -1), Buffer.of(7)])]) {
      writeFileSync(path, torn);
      expect(found('hello')).toBeUndefined();
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  it('come together in one file when there are many, none lost', () => {
    for (let at = 0; at < 30; at++) kept(`text ${at}`, [at]);
    expect(readdirSync(folder).length).toBeLessThan(10);
    for (let at = 0; at < 30; at++) expect(found(`text ${at}`)).toEqual(Float32Array.of(at));
  });

  it('keep to the limit: the oldest files go', async () => {
    for (let at = 0; at < 4; at++) {
      kept(`text ${at}`, new Array(100).fill(at), `encoder ${at}`, 1500);
      await new Promise((done) => setTimeout(done, 20));
    }
    expect([0, 1, 2, 3].map((at) => found(`text ${at}`, `encoder ${at}`) !== undefined)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('are not kept where the folder cannot be, and nothing fails', () => {
    const file = join(folder, 'a file');
    writeFileSync(file, '');
    const store = new VectorStore(file, 'an encoder');
    store.add('hello', Float32Array.of(1));
    store.flush();
    expect(readFileSync(file, 'utf8')).toBe('');
  });
});

it.each(['text', 'tokens'] as const)(
  'an encoder gives from disk the bytes that it computed (%s), and computes none again',
  async (of) => {
    const texts = ['book a room', 'taxi', ''];
    const encoder = readEncoder(TINY);
    const options = { vectorCache: folder };
    const first = await TextVectors.load(encoder, options, of);
    const computed = await first.of(texts);
    const [vectors, lengths] = [texts.map(computed), texts.map((text) => encoder.tokenize(text, 64).length)];
    expect(vectors.map(({ length }) => length)).toEqual(lengths.map((tokens) => 24 * (of === 'text' ? 1 : tokens)));
    await first.dispose();
    const deaf = { ...encoder, tokenize: () => expect.unreachable('a text was encoded again') };
    const second = await TextVectors.load(deaf, options, of);
    expect(texts.map(await second.of(texts))).toEqual(vectors);
    await second.dispose();
    const other = await TextVectors.load(lowestLayers(encoder, 1), options, of);
    expect((await other.of(texts))('taxi')).not.toEqual(vectors[1]);
    await other.dispose();
  },
);
