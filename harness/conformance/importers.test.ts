import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FormatError } from '../../fixtures/format/format-error.ts';
import { hasStarArchive, thinStarArchive } from '../../fixtures/importers/star/test-archive.ts';
import { loadImporters } from '../../fixtures/read-logs.ts';
import type { Dataset, Importer } from '../contract/dataset.ts';
import { assertSound } from './assert-sound.ts';

const SAMPLES = fileURLToPath(new URL('../../fixtures/importers/samples/', import.meta.url));
const importers = await loadImporters();

/** Where an importer's sample lies. */
const sampleOf = ({ name }: Importer): string => join(SAMPLES, name);

/** Every file in a folder, with its bytes. */
function filesIn(folder: string): Map<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return new Map(files.filter((file) => statSync(file).isFile()).map((file) => [file, readFileSync(file)]));
}

let copy = '';
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'deskbench-'));
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

/** What reading gives: a dataset, or the error. */
function attempt(importer: Importer, path: string): Dataset | Error {
  try {
    return importer.read(path).dataset;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** One line that names a place under the path that was read, and ends in a remedy. */
function expectRefusal(result: Dataset | Error): void {
  expect(result).toBeInstanceOf(FormatError);
  const { message } = result as FormatError;
  expect(message).toContain(copy);
  expect(message).toMatch(/^[^\n]+; [^\n]+\.$/);
}

it('each importer has a name and a sample of its own', () => {
  expect(importers.length).toBeGreaterThanOrEqual(2);
  expect(new Set(importers.map(({ name }) => name)).size).toBe(importers.length);
  const missing = importers.filter((importer) => !existsSync(sampleOf(importer))).map(({ name }) => name);
  expect(missing, 'put a small log that the importer reads in fixtures/importers/samples/NAME').toEqual([]);
});

describe.each(importers)('importer $name', (importer) => {
  const sample = sampleOf(importer);
  const whole = importer.read(sample).dataset;
  const names = [...filesIn(sample).keys()].map((file) => file.slice(sample.length + 1));
  const damaged = (name: string, damage: (bytes: Buffer) => Uint8Array): string => {
    cpSync(sample, copy, { recursive: true });
    const file = join(copy, name);
    writeFileSync(file, damage(readFileSync(file)));
    return copy;
  };

  it('knows its own sample and no other', () => {
    expect(importer.detect(sample)).toBe(true);
    for (const other of importers) if (other !== importer) expect(importer.detect(sampleOf(other))).toBe(false);
    for (const path of [copy, join(copy, 'nowhere'), fileURLToPath(import.meta.url)])
      expect(importer.detect(path), path).toBe(false);
  });

  it('gives a dataset that every other part may rely on', async () => {
    expect(whole.sessions.length).toBeGreaterThan(0);
    expect(whole.sessions.some(({ steps }) => steps.length > 1)).toBe(true);
    await assertSound(whole);
  });

  it('counts what it could not carry over', () => {
    for (const { cause, count } of importer.read(sample).notes) {
      expect(cause).toMatch(/^[^\n]+$/);
      expect(Number.isInteger(count) && count > 0, cause).toBe(true);
    }
  });

  it('reads the same once more, and leaves what it reads alone', () => {
    const before = filesIn(sample);
    expect(importer.read(sample).dataset).toEqual(whole);
    expect(filesIn(sample)).toEqual(before);
  });

  it('takes a log that was cut off for nothing but the sessions that are whole in it', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (name, at) => {
          const result = attempt(
            importer,
            damaged(name, (bytes) => bytes.subarray(0, Math.floor(at * bytes.length))),
          );
          if (result instanceof Error) {
            refused += 1;
            expectRefusal(result);
            return;
          }
          const byId = new Map(whole.sessions.map((session) => [session.id, session]));
          for (const session of result.sessions) expect(session).toEqual(byId.get(session.id));
        },
      ),
      { numRuns: 120, seed: 9 },
    );
    expect(refused).toBeGreaterThan(80);
  });

  it('takes whatever bytes are changed for an error or a sound dataset, never for half of one', async () => {
    const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), place, fc.nat(255), async (name, at, byte) => {
        const path = damaged(name, (bytes) => {
          bytes[Math.floor(at * bytes.length)] = byte;
          return bytes;
        });
        const result = attempt(importer, path);
        if (result instanceof Error) expectRefusal(result);
        else await assertSound(result);
      }),
      { numRuns: 250, seed: 10 },
    );
  });

  it.each(names)('refuses %s where it is no UTF-8, empty, or no JSON', (name) => {
    const broken: ((bytes: Buffer) => Uint8Array)[] = [
      // Inside the first string of the file, where a lenient reader would put a replacement character.
      (bytes) =>
        Buffer.concat([
          bytes.subarray(0, bytes.indexOf('"') + 1),
          Buffer.of(0xff),
          bytes.subarray(bytes.indexOf('"') + 1),
        ]),
      () => Buffer.alloc(0),
      () => Buffer.from('<html>\n'),
      () => Buffer.from('[]\n'),
      () => Buffer.from('null\n'),
    ];
    for (const damage of broken) expectRefusal(attempt(importer, damaged(name, damage)));
  });

  it.each(names)('says so where %s is missing, or reads what is left', async (name) => {
    cpSync(sample, copy, { recursive: true });
    rmSync(join(copy, name));
    const result = attempt(importer, copy);
    if (result instanceof Error) expectRefusal(result);
    else await assertSound(result);
  });
});

describe.skipIf(!hasStarArchive)('importer star on the archive', () => {
  it('gives a sound dataset, and none where one dialogue is cut off', async () => {
    const archive = thinStarArchive(40);
    try {
      const star = importers.find(({ detect }) => detect(archive.path));
      expect(star?.name).toBe('star');
      await assertSound(star!.read(archive.path).dataset);
      const [file, bytes] = [...filesIn(join(archive.path, 'dialogues'))][50]!;
      writeFileSync(file, bytes.subarray(0, bytes.length >> 1));
      expect(() => star?.read(archive.path)).toThrow(basename(file));
    } finally {
      archive.remove();
    }
  });
});
