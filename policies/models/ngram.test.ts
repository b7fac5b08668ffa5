import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sameAction } from '../../harness/contract/action.ts';
import { illegalReason } from '../../harness/contract/legal.ts';
import type { Example, Suggestion } from '../../harness/contract/policy.ts';
import type { Screen } from '../../harness/contract/screen.ts';
import { loadNgramPolicy, type NgramPolicy } from '../families/ngram/policy.ts';
import { control, screen, smallDeskExamples } from '../testing/small-desk.ts';
import { recipe } from './ngram.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskbench-ngram-'));
let policy: NgramPolicy;
let test: Example[];
let screens: Screen[];

beforeAll(async () => {
  policy = await recipe.fit(smallDeskExamples(60, 'train'), { seed: 'seed' });
  policy.save(join(folder, 'policy'));
  test = smallDeskExamples(60, 'test');
  screens = test.map((example) => example.screen);
});

afterAll(async () => {
  await policy.dispose();
  rmSync(folder, { recursive: true });
});

describe('the n-gram policy', () => {
  it('learns a small desk: the right action with all its form values', async () => {
    const suggested = await policy.suggest(screens);
    const right = test.filter((example, index) => {
      const first = suggested[index]!.ranked[0];
      return first !== undefined && sameAction(first.action, example.action);
    });
    expect(right.length / test.length).toBeGreaterThan(0.95);
    expect(policy.provider).toBe('cpu');
  });

  it('gives a screen the same answer, bit for bit, whatever the batch and the order', async () => {
    const alone: Suggestion[] = [];
    for (const one of screens) alone.push(...(await policy.suggest([{ ...one }])));
    const batches = fc.uniqueArray(fc.nat(screens.length - 1), { minLength: 1, maxLength: screens.length });
    const property = fc.asyncProperty(batches, async (order) => {
      // Copies, so that nothing remembered about a screen can help.
      const together = await policy.suggest(order.map((index) => structuredClone(screens[index]!)));
      expect(together).toEqual(order.map((index) => alone[index]));
    });
    await fc.assert(property, { numRuns: 15 });
  });

  it('suggests what the screen offers, best first, with confidences that sum to at most 1', async () => {
    for (const [index, { ranked }] of (await policy.suggest(screens)).entries()) {
      expect(ranked.length).toBeGreaterThan(0);
      for (const { action } of ranked) expect(illegalReason(action, screens[index]!)).toBeNull();
      const confidences = ranked.map(({ confidence }) => confidence);
      expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
      expect(confidences.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1 + 1e-9);
    }
  });

  it('has candidates on a procedure that it never saw, and none where nothing is offered', async () => {
    const unseen = screen({
      procedure: { id: 'refund', title: 'Refund', screen: 'start', screenTitle: 'Start' },
      controls: [
        control('reply:ask_order', 'reply', 'What is your order number?'),
        control('button:next', 'button', 'Next'),
      ],
    });
    const [suggested, closed, empty] = await policy.suggest([
      unseen,
      screen({ status: 'closed' }),
      screen({ controls: [] }),
    ]);
    expect(suggested?.ranked).toHaveLength(2);
    expect(closed?.ranked).toEqual([]);
    expect(empty?.ranked).toEqual([]);
  });

  it('scores a screen with hundreds of candidates', async () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      control(`reply:r${index}`, 'reply', `Reply number ${index}`),
    );
    const [suggested] = await policy.suggest([screen({ controls: many })]);
    expect(suggested?.ranked).toHaveLength(5);
  });

  it('is trained to the same bytes again, and answers the same when loaded from its files', async () => {
    const again = await recipe.fit(smallDeskExamples(60, 'train'), { seed: 'seed' });
    again.save(join(folder, 'again'));
    await again.dispose();
    for (const file of ['model.onnx', 'values.onnx', 'features.bin', 'meta.json'])
      expect(readFileSync(join(folder, 'again', file)).equals(readFileSync(join(folder, 'policy', file)))).toBe(true);
    const loaded = await loadNgramPolicy('ngram', join(folder, 'again'));
    expect(await loaded.suggest(screens)).toEqual(await policy.suggest(screens));
    await loaded.dispose();
  });

  it('refuses bad files in one line that names the file', async () => {
    const bad = join(folder, 'bad');
    const line = (message: RegExp) => expect(loadNgramPolicy('ngram', bad)).rejects.toThrow(message);
    await line(/^[^\n]*meta\.json cannot be read[^\n]*$/);
    policy.save(bad);
    writeFileSync(join(bad, 'features.bin'), 'short');
    await line(/^[^\n]*features\.bin holds 5 bytes[^\n]*$/);
    policy.save(bad);
    writeFileSync(join(bad, 'model.onnx'), 'no model');
    await line(/^model [^\n]*model\.onnx cannot be loaded on cpu: [^\n]*$/);
    writeFileSync(join(bad, 'model.onnx'), readFileSync(join(bad, 'values.onnx')));
    await line(/^model [^\n]*model\.onnx has no input "[^\n]*$/);
    const meta = readFileSync(join(bad, 'meta.json'), 'utf8');
    writeFileSync(join(bad, 'meta.json'), meta.replace(/"version":\d+/, '"version":99'));
    await line(/^[^\n]*meta\.json: version [^\n]*train the policy again[^\n]*$/);
  });

  it('refuses to learn from nothing', async () => {
    await expect(recipe.fit([], { seed: 'seed' })).rejects.toThrow('no example to learn from');
  });

  it('learns from a single session', async () => {
    const tiny = await recipe.fit(smallDeskExamples(1, 'one'), { seed: 'seed' });
    expect((await tiny.suggest(screens.slice(0, 1)))[0]?.ranked.length).toBeGreaterThan(0);
    await tiny.dispose();
  });
});
