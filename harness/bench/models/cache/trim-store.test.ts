import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { wallClockDate } from '../../../runner/wall-clock.ts';
import { openModelStore } from './model-store.ts';
import { trimStore } from './trim-store.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-store-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const key = (letter: string) => letter.repeat(64);
const facts = { name: 'model', provider: 'cpu', trainMs: 1 };
const LIMIT = 25_000;

/** A model of 10,000 bytes, last used so many days ago. */
async function put(letter: string, days: number, store = openModelStore(root, LIMIT)): Promise<void> {
  await store.put(key(letter), facts, (folder) => writeFileSync(join(folder, 'weights'), Buffer.alloc(10_000)));
  age(key(letter), days);
}

function age(name: string, days: number): void {
  const seconds = Date.parse(wallClockDate()) / 1000 - days * 24 * 3600;
  utimesSync(join(root, name), seconds, seconds);
}

it('deletes what was used longest ago, to be found is to be used', async () => {
  await put('a', 3000);
  await put('b', 2900);
  expect(openModelStore(root, LIMIT).find(key('a'))?.facts).toEqual(facts);
  await put('c', 0);
  expect(readdirSync(root).sort()).toEqual([key('a'), key('c')]);
  expect(openModelStore(root, LIMIT).find(key('b'))).toBeNull();
});

it('keeps what was just trained, however large, and what is none of its own', async () => {
  mkdirSync(join(root, 'notes'));
  writeFileSync(join(root, 'notes', 'large'), Buffer.alloc(50_000));
  await put('a', 1);
  await put('b', 0, openModelStore(root, 5_000));
  expect(readdirSync(root).sort()).toEqual([key('b'), 'notes']);
});

it('deletes what was left unfinished long ago, and nothing that is being written', async () => {
  for (const [name, days] of [
    [`${key('a')}.1-2.tmp`, 3000],
    [`${key('b')}.1-2.tmp`, 0],
  ] as const) {
    mkdirSync(join(root, name));
    age(name, days);
  }
  await put('c', 0);
  expect(existsSync(join(root, `${key('a')}.1-2.tmp`))).toBe(false);
  expect(existsSync(join(root, `${key('b')}.1-2.tmp`))).toBe(true);
});

it('deletes from the border on: entries may take all that the limit allows, unfinished ones a week', async () => {
  await put('a', 3, openModelStore(root, 1e9));
  const bytes = readdirSync(join(root, key('a'))).reduce(
    (sum, name) => sum + statSync(join(root, key('a'), name)).size,
    0,
  );
  await put('b', 2, openModelStore(root, 1e9));
  for (const [name, days] of [
    [`${key('c')}.1-2.tmp`, 6.9],
    [`${key('d')}.1-2.tmp`, 7.1],
  ] as const) {
    mkdirSync(join(root, name));
    age(name, days);
  }
  mkdirSync(join(root, `x${key('e').slice(1)}`));
  trimStore(root, 2 * bytes, key('f'));
  const others = [`${key('c')}.1-2.tmp`, `x${key('e').slice(1)}`];
  expect(readdirSync(root).sort()).toEqual([key('a'), key('b'), ...others].sort());
  // Bytes of the entry that is kept count, too.
  trimStore(root, 2 * bytes - 1, key('a'));
  expect(readdirSync(root).sort()).toEqual([key('a'), ...others].sort());
  trimStore(root, 0, key('a'));
  expect(readdirSync(root).sort()).toEqual([key('a'), ...others].sort());
});
