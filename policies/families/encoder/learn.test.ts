import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { actionTarget } from '../../../harness/contract/action.ts';
import { candidates } from '../../screens/features/candidates.ts';
import { smallDeskExamples } from '../../testing/small-desk.ts';
import { learnKnowledge } from '../ngram/knowledge.ts';
import { readEncoder } from './encoder-folder.ts';
import { actionsKnown, itemMaker } from './item.ts';
import { type LearnedNetwork, learnNetwork } from './learn.ts';
import { settingsFor } from './settings.ts';
import { TINY } from './testing/known-states.ts';

const examples = smallDeskExamples(30, 'learn');
const { charts, seen } = learnKnowledge(examples, undefined);
const make = itemMaker({ charts, seen, filter: null });
const items = examples.flatMap(({ screen, action }) => {
  const right = candidates(screen).findIndex(({ target }) => target === actionTarget(action));
  return right < 0 ? [] : [{ ...make(screen), right }];
});
const encoder = readEncoder(TINY);
const size = { width: 16, heads: 2, layers: 1, inner: 16 };
const settings = { ...settingsFor(1), size, factBits: 8, epochs: 2 };
const shape = { size, factBits: 8, wideBits: 0, vector: encoder.shape.width, actions: actionsKnown(seen).length + 1 };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskbench-learn-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A network taught by forty items, with so many held out, and what it told meanwhile. */
async function taught(heldOut: number, checkpoints?: string) {
  const told: [number, string][] = [];
  const learned: LearnedNetwork = await learnNetwork(
    { train: items.slice(0, 40), heldOut: Array.from({ length: heldOut }, (_, at) => items[40 + (at % 60)]!) },
    {
      ...{ settings, shape, encoder },
      options: {
        seed: '1',
        onProgress: (fraction, line) => told.push([fraction, line]),
        ...(checkpoints && { checkpoints }),
      },
    },
  );
  return { learned, told };
}

it('held-out items decide when to stop and how bold it may be from a hundred on; its training is written down where asked', async () => {
  const checkpoints = join(folder, 'checkpoints');
  const [few, enough] = [await taught(99), await taught(100, checkpoints)];
  expect(few.learned).toMatchObject({ temperature: 1, tuned: null });
  expect(enough.learned.temperature).not.toBe(1);
  const judged = ({ told }: typeof few) => told.filter(([, line]) => / held out \d+\.\d{3}$/.test(line)).length;
  expect(judged(few)).toBe(0);
  expect(judged(enough)).toBeGreaterThan(0);
  expect(existsSync(join(checkpoints, 'encoder.training'))).toBe(true);
  for (const { told } of [few, enough]) {
    const fractions = told.map(([fraction]) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  }
});
