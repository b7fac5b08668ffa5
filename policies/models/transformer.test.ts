import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sameAction } from '../../harness/contract/action.ts';
import { illegalReason } from '../../harness/contract/legal.ts';
import type { Example } from '../../harness/contract/policy.ts';
import { isBackbone } from '../families/transformer/backbone.ts';
import type { TransformerPolicy } from '../families/transformer/policy.ts';
import { control, screen, smallDeskExamples } from '../testing/small-desk.ts';
import { recipe } from './transformer.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskbench-transformer-'));
const FILES = ['texts.onnx', 'screens.onnx', 'values.onnx', 'meta.json'];
let policy: TransformerPolicy;
let test: Example[];

beforeAll(async () => {
  policy = await recipe.fit(smallDeskExamples(100, 'train'), { seed: 'seed' });
  policy.save(join(folder, 'policy'));
  test = smallDeskExamples(40, 'test');
}, 60_000);

afterAll(async () => {
  await policy.dispose();
  rmSync(folder, { recursive: true });
});

describe('the transformer policy', () => {
  it('learns a small desk: the right action with all its form values', async () => {
    const suggested = await policy.suggest(test.map((example) => example.screen));
    const right = test.filter((example, index) => {
      const first = suggested[index]!.ranked[0];
      return first !== undefined && sameAction(first.action, example.action);
    });
    expect(right.length / test.length).toBeGreaterThan(0.95);
    expect(policy.provider).toBe('cpu');
  });

  it('gives a screen the same answer and the same vectors, bit for bit, alone and among others', async () => {
    const screens = test.map((example) => example.screen);
    const proposals = test.map(({ action, screen: seen }) => ({ action, screen: seen }));
    const [together, vectors] = [await policy.suggest(screens), await policy.backbone.encode(proposals)];
    for (const at of [0, 5, 17, 40]) {
      expect(await policy.suggest([structuredClone(screens[at]!)])).toEqual([together[at]]);
      expect(await policy.backbone.encode([structuredClone(proposals[at]!)])).toEqual([vectors[at]]);
    }
  });

  it('shows critics a vector that tells actions apart, also one that is no candidate', async () => {
    expect(isBackbone(policy.backbone)).toBe(true);
    const seen = test[0]!.screen;
    const [ask, close, free] = await policy.backbone.encode([
      { screen: seen, action: { kind: 'send_text', reply: 'ask_name', text: 'May I have your name, please?' } },
      { screen: seen, action: { kind: 'close', resolution: 'resolved' } },
      { screen: seen, action: { kind: 'send_text', reply: null, text: 'One moment.' } },
    ]);
    for (const vector of [ask, close, free]) expect(vector).toHaveLength(policy.backbone.width);
    expect(ask).not.toEqual(close);
    expect(free!.some((number) => number !== 0)).toBe(true);
    expect(free!.at(-1)).toBe(0);
  });

  it('reads the words of actions that it never saw', async () => {
    const seen = screen({ messages: [{ author: 'customer', text: 'I would like to book a flight' }] });
    const renamed = seen.controls.map((one) =>
      one.kind === 'reply' ? control(`${one.id}_anew`, 'reply', one.label) : one,
    );
    const [known, unknown] = await policy.suggest([seen, { ...seen, controls: renamed }]);
    const first = known!.ranked[0]!.action;
    expect(first).toMatchObject({ kind: 'send_text' });
    const reply = first.kind === 'send_text' ? `${first.reply}_anew` : '';
    expect(
      unknown!.ranked.slice(0, 2).map(({ action }) => (action.kind === 'send_text' ? action.reply : '')),
    ).toContain(reply);
  });

  it('says its energy, and suggests nothing where nothing is offered', async () => {
    const [open, closed, empty] = await policy.suggest([
      test[0]!.screen,
      screen({ status: 'closed' }),
      screen({ controls: [] }),
    ]);
    expect(Number.isFinite(open!.energy)).toBe(true);
    expect(closed).toEqual({ ranked: [] });
    expect(empty).toEqual({ ranked: [] });
  });

  it('takes long chats and hundreds of candidates', async () => {
    const messages = Array.from({ length: 30 }, (_, at) => ({
      author: 'customer' as const,
      text: `word ${at} `.repeat(50),
    }));
    const controls = Array.from({ length: 300 }, (_, at) => control(`reply:r${at}`, 'reply', `Reply number ${at}`));
    const seen = screen({ messages, controls });
    const [suggested] = await policy.suggest([seen]);
    expect(suggested?.ranked).toHaveLength(5);
    for (const { action } of suggested!.ranked) expect(illegalReason(action, seen)).toBeNull();
  });

  it('is trained to the same bytes again, and answers the same when loaded from its files', async () => {
    const again = await recipe.fit(smallDeskExamples(100, 'train'), { seed: 'seed' });
    again.save(join(folder, 'again'));
    await again.dispose();
    for (const file of FILES)
      expect(readFileSync(join(folder, 'again', file)).equals(readFileSync(join(folder, 'policy', file)))).toBe(true);
    const loaded = await recipe.load(join(folder, 'policy'), { seed: 'seed' });
    const screens = test.map((example) => example.screen);
    expect(await loaded.suggest(screens)).toEqual(await policy.suggest(screens));
    await loaded.dispose();
  }, 60_000);

  it('refuses bad files in one line that names the file', async () => {
    const bad = join(folder, 'bad');
    const line = (message: RegExp) => expect(recipe.load(bad, { seed: 'seed' })).rejects.toThrow(message);
    await line(/^[^\n]*meta\.json cannot be read[^\n]*$/);
    policy.save(bad);
    const meta = readFileSync(join(bad, 'meta.json'), 'utf8');
    writeFileSync(join(bad, 'meta.json'), meta.slice(1));
    await line(/^[^\n]*meta\.json is damaged[^\n]*$/);
    writeFileSync(join(bad, 'meta.json'), meta.replace(/"version":\d+/, '"version":99'));
    await line(/^[^\n]*meta\.json: version [^\n]*train the policy again[^\n]*$/);
    policy.save(bad);
    writeFileSync(join(bad, 'screens.onnx'), 'no model');
    await line(/^model [^\n]*screens\.onnx cannot be loaded on cpu: [^\n]*$/);
  });

  it('refuses to learn from nothing', async () => {
    await expect(recipe.fit([], { seed: 'seed' })).rejects.toThrow('no example to learn from');
  });
});
