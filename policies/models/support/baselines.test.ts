import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { actionTarget, sameAction } from '../../../harness/contract/action.ts';
import type { Catalog } from '../../../harness/contract/catalog.ts';
import type { Example, Policy, PolicyRecipe } from '../../../harness/contract/policy.ts';
import { control, screen, smallDeskExamples } from '../../testing/small-desk.ts';
import { recipe as chatbot } from '../chatbot.ts';
import { recipe as majority } from '../majority.ts';
import { recipe as markov } from '../markov.ts';
import { recipe as nearest } from '../nearest-neighbour.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskbench-baselines-'));
afterAll(() => rmSync(folder, { recursive: true }));

const train = smallDeskExamples(200, 'train');
const test = smallDeskExamples(60, 'test');
const recipes: PolicyRecipe[] = [majority, markov, nearest, chatbot];

const flow = (text: string) => text.split(' ').map((edge) => ({ from: edge.split('>')[0]!, to: edge.split('>')[1]! }));
const catalog: Catalog = {
  name: 'one',
  desk: { queues: [], resolutions: [], replies: [], critical: { freeText: true, transfer: true, close: true } },
  procedures: [
    {
      id: 'flight',
      title: 'Flight',
      cluster: 'flight',
      keywords: [],
      screens: [{ id: 'main', title: 'Main', forms: ['flight'], replies: ['ask_name'], buttons: [] }],
      forms: [
        {
          id: 'flight',
          title: 'Flight',
          fields: [],
          buttons: [{ id: 'book', label: 'Book', critical: true, writes: true, next: null }],
        },
      ],
      replies: ['ask_name', 'ask_city', 'confirm'].map((id) => ({ id, text: id, critical: true })),
      flow: flow('ask_name>ask_city ask_city>flight/book flight/book>confirm confirm>close'),
    },
  ],
};

async function share(policy: Policy, right: (example: Example, top: Example['action']) => boolean): Promise<number> {
  const suggested = await policy.suggest(test.map((example) => example.screen));
  const hits = test.filter((example, at) => {
    const top = suggested[at]!.ranked[0];
    return top !== undefined && right(example, top.action);
  });
  return hits.length / test.length;
}

const sameTarget = ({ action }: Example, top: Example['action']) => actionTarget(action) === actionTarget(top);

describe('baselines', () => {
  it('stand in the order of what they know', async () => {
    const shares: number[] = [];
    for (const recipe of [majority, markov, nearest])
      shares.push(await share(await recipe.fit(train, { seed: '1' }), sameTarget));
    const [most, last, near] = shares as [number, number, number];
    expect(most).toBeGreaterThan(0.15);
    expect(last).toBeGreaterThan(most);
    expect(near).toBeGreaterThan(last);
    expect(near).toBeGreaterThan(0.9);
  });

  it('majority proposes what was done most, whatever the case', async () => {
    const policy = await majority.fit(train, { seed: '1' });
    const counts = new Map<string, number>();
    for (const { action } of train) counts.set(actionTarget(action), (counts.get(actionTarget(action)) ?? 0) + 1);
    const most = Math.max(...counts.values());
    for (const { ranked } of await policy.suggest(test.map((example) => example.screen)))
      expect(counts.get(actionTarget(ranked[0]!.action))).toBe(most);
  });

  it('markov backs off to shorter contexts for what it never saw', async () => {
    const policy = await markov.fit(train, { seed: '1' });
    const entry = { kind: 'send_text' as const, values: {}, messageCount: 0 };
    const following = (...targets: string[]) => screen({ timeline: targets.map((target) => ({ ...entry, target })) });
    const [known, backed] = await policy.suggest([
      following('submit_form flight/book'),
      following('send_text never_seen', 'submit_form flight/book'),
    ]);
    expect(actionTarget(known!.ranked[0]!.action)).toBe('send_text confirm');
    expect(actionTarget(backed!.ranked[0]!.action)).toBe('send_text confirm');
  });

  it('the nearest neighbour of a screen already seen did the same', async () => {
    const policy = await nearest.fit(train, { seed: '1' });
    const suggested = await policy.suggest(train.slice(0, 100).map((example) => ({ ...example.screen })));
    const same = suggested.filter(({ ranked }, at) => sameTarget(train[at]!, ranked[0]!.action));
    expect(same.length).toBeGreaterThanOrEqual(95);
  });

  it('the chatbot follows the script, asking even for what the customer has said', async () => {
    const policy = await chatbot.fit(train, { seed: '1', catalog });
    const entry = { kind: 'send_text' as const, values: {}, messageCount: 0 };
    const walked = ['send_text ask_name', 'send_text ask_city', 'submit_form flight/book', 'send_text confirm'];
    const messages = [{ author: 'customer' as const, text: 'I am Ben and want to fly to Boston' }];
    const screens = [0, 1, 2, 3, 4].map((acts) =>
      screen({ messages, timeline: walked.slice(0, acts).map((target) => ({ ...entry, target })) }),
    );
    const tops = (await policy.suggest(screens)).map(({ ranked }) => ranked[0]!.action);
    expect(tops.map(actionTarget)).toEqual([...walked, 'close resolved']);
    expect(tops[2]).toMatchObject({ values: { name: 'Ben', city: 'Boston' } });
  });

  it('the chatbot picks the procedure by the customer’s words', async () => {
    const choose = ['flight', 'refund'].map((id) => control(`procedure:${id}`, 'procedure', id));
    const asked = (text: string, procedure: string): Example => ({
      screen: screen({ procedure: null, controls: choose, messages: [{ author: 'customer', text }] }),
      action: { kind: 'select_procedure', procedure },
      session: `${text} ${procedure}`,
    });
    const lines = [
      ['I want to fly to Boston', 'flight'],
      ['Book me a plane ticket', 'flight'],
      ['I want my money back', 'refund'],
      ['Please refund the ticket', 'refund'],
    ] as const;
    const policy = await chatbot.fit(
      lines.map(([text, id]) => asked(text, id)),
      { seed: '1' },
    );
    const [money, fly] = await policy.suggest([asked('my money, please', '').screen, asked('fly away', '').screen]);
    expect(actionTarget(money!.ranked[0]!.action)).toBe('select_procedure refund');
    expect(actionTarget(fly!.ranked[0]!.action)).toBe('select_procedure flight');
    const corrected = lines.map(([text, id]): Example => {
      const other = id === 'flight' ? 'refund' : 'flight';
      return { ...asked(text, other), session: `${text} again`, rejected: { kind: 'select_procedure', procedure: id } };
    });
    const taught = await chatbot.fit([...lines.map(([text, id]) => asked(text, id)), ...corrected], { seed: '1' });
    expect(await taught.suggest([asked('my money, please', '').screen])).toEqual([money]);
  });

  it.each(recipes)('$name answers the same when loaded from its files, and refuses others', async (recipe) => {
    const policy = await recipe.fit(train, { seed: '1', catalog });
    const at = join(folder, recipe.name);
    await policy.save?.(at);
    const loaded = await recipe.load!(at, { seed: '1' });
    const screens = test.map((example) => example.screen);
    expect(await loaded.suggest(screens)).toEqual(await policy.suggest(screens));
    await expect(recipe.load!(join(folder, 'nowhere'), { seed: '1' })).rejects.toThrow(/^[^\n]*model\.json[^\n]*$/);
    writeFileSync(join(at, 'model.json'), '{"kind":"deskbench other policy"}');
    await expect(recipe.load!(at, { seed: '1' })).rejects.toThrow(/^[^\n]*model\.json[^\n]*train the policy again$/);
  });

  it('fill in forms from what the customer said', async () => {
    const policy = await markov.fit(train, { seed: '1' });
    const exact = await share(policy, ({ action }, top) => action.kind !== 'submit_form' || sameAction(action, top));
    const form = test.filter(({ action }) => action.kind === 'submit_form').length / test.length;
    expect(exact).toBeGreaterThan(1 - form / 2);
  });
});
