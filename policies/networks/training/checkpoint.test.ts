import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import type { Parameters } from './trainer-role.ts';

const position = z.strictObject({ batch: z.int(), lossSum: z.number() });

const shapes = [[2, 3], [4], [], [0, 5]] as const;
const floats = (size: number) => fc.float32Array({ minLength: size, maxLength: size, noNaN: true });
const parameters = fc
  .tuple(...shapes.map((shape) => floats(shape.reduce((all, dim) => all * dim, 1))))
  .map(
    (all): Parameters => Object.fromEntries(all.map((data, index) => [`p${index}`, { shape: shapes[index]!, data }])),
  );
const checkpoints: fc.Arbitrary<Checkpoint<z.infer<typeof position>>> = fc.record({
  identity: fc.string(),
  position: fc.record({ batch: fc.nat(), lossSum: fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }) }),
  state: fc.record({ parameters, firstMoments: parameters, secondMoments: parameters, steps: fc.nat() }),
  best: fc.option(parameters),
  reference: fc.option(parameters),
});

let folder = '';
let path = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskbench-checkpoint-'));
  path = join(folder, 'a checkpoint');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('reads what was written, bit by bit, and leaves no other file behind', () => {
  const property = fc.property(checkpoints, (checkpoint) => {
    writeCheckpoint(path, checkpoint);
    const read = readCheckpoint(path, position);
    expect(read).toEqual(checkpoint);
    // Writing it again shows what toEqual does not: the sign of zero, the order of parameters.
    const bytes = readFileSync(path);
    writeCheckpoint(path, read);
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(readdirSync(folder)).toEqual(['a checkpoint']);
  });
  fc.assert(property, { numRuns: 40 });
});

it('refuses a file of which any one byte is changed, or that is cut anywhere, in one line', () => {
  const [checkpoint] = fc.sample(checkpoints, { numRuns: 1, seed: 1 });
  writeCheckpoint(path, checkpoint!);
  const bytes = readFileSync(path);
  const refused = (damaged: Uint8Array) => {
    writeFileSync(path, damaged);
    expect(() => readCheckpoint(path, position)).toThrow(/^[^\n]*a checkpoint[^\n]*(another path|anew)$/);
  };
  for (let at = 0; at < bytes.length; at++) refused(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)));
  for (let length = 0; length < bytes.length; length += 7) refused(bytes.subarray(0, length));
});

it('says what is wrong with files that are none of its own', () => {
  const [checkpoint] = fc.sample(checkpoints, { numRuns: 1, seed: 2 });
  writeCheckpoint(path, checkpoint!);
  const bytes = readFileSync(path);
  writeFileSync(path, Buffer.from(bytes.toString('latin1').replace('version 2', 'version 3'), 'latin1'));
  expect(() => readCheckpoint(path, position)).toThrow(
    `checkpoint ${path} has version 3, this program reads 2: remove it`,
  );
  writeFileSync(path, Buffer.from(bytes.toString('latin1').replace('version 2', 'version 12'), 'latin1'));
  expect(() => readCheckpoint(path, position)).toThrow('has version 12, this program reads 2: remove it');
  writeFileSync(path, 'once upon a time');
  expect(() => readCheckpoint(path, position)).toThrow(`${path} is no training checkpoint`);
  writeFileSync(path, bytes);
  expect(() => readCheckpoint(path, z.strictObject({ page: z.int() }))).toThrow('written by another version');
  expect(() => readCheckpoint(join(folder, 'none'), position)).toThrow(/^checkpoint .*none cannot be read: ENOENT/);
});
