import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeBlock, readBlock, scanBlocks } from './block.ts';

describe('blocks of a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'blocks-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let files = 0;
  const opened = (bytes: Buffer) => {
    const path = join(folder, String(files++));
    writeFileSync(path, bytes);
    return openSync(path, 'r');
  };
  const scan = (bytes: Buffer) => {
    const all: string[] = [];
    const found = scanBlocks(opened(bytes), (lines) => void all.push(...lines));
    return { ...found, all };
  };
  const [first, second] = [encodeBlock(['{"ä":1}', 'b'], 0), encodeBlock(['c'], 2)];
  const both = Buffer.concat([first, second]);

  it('are gzip members of the same bytes each time, read one after the other', () => {
    expect(gunzipSync(both).toString()).toBe('{"ä":1}\nb\nc\n');
    expect(encodeBlock(['{"ä":1}', 'b'], 0).equals(first)).toBe(true);
    const { blocks, damage, all } = scan(both);
    expect(damage).toBeNull();
    expect(all).toEqual(['{"ä":1}', 'b', 'c']);
    expect(blocks).toEqual([
      { offset: 0, length: first.length, first: 0, episodes: 2 },
      { offset: first.length, length: second.length, first: 2, episodes: 1 },
    ]);
    expect(readBlock(opened(both), blocks[1]!)).toEqual(['c']);
    expect(scan(Buffer.alloc(0))).toEqual({ blocks: [], damage: null, all: [] });
  });

  it('are sound up to the first that is not, which is named', () => {
    const broken = (change: (bytes: Buffer) => Buffer) => {
      const { blocks, damage } = scan(change(Buffer.from(both)));
      return [blocks.length, damage?.block, damage?.offset, damage?.why];
    };
    const at = first.length;
    expect(broken((bytes) => bytes.subarray(0, at + 20))).toEqual([1, 2, at, 'it is cut short']);
    expect(broken((bytes) => bytes.subarray(0, bytes.length - 1))).toEqual([1, 2, at, 'it is cut short']);
    const set = (place: number, value: number) => (bytes: Buffer) => {
      bytes[place] = value;
      return bytes;
    };
    expect(broken(set(at, 0))).toEqual([1, 2, at, 'no block begins there']);
    expect(broken(set(at + 16, 2))).toEqual([...[1, 2, at, 'it is of version 2, and this program reads version 1']]);
    expect(broken(set(at + 24, 5))).toEqual([1, 2, at, 'episodes 3 to 5 are missing']);
    expect(broken(set(both.length - 1, 9))).toEqual([1, 2, at, 'its checksum is another']);
    expect(broken(set(both.length - 8, 9))).toEqual([1, 2, at, 'its checksum is another']);
    expect(broken(set(at + 28, 3))).toEqual([1, 2, at, 'it does not hold 3 lines']);
  });
});
