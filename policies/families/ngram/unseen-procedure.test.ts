import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionTarget } from '../../../harness/contract/action.ts';
import type { Catalog } from '../../../harness/contract/catalog.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { recipe } from '../../models/ngram.ts';
import { control, screen, smallDeskExamples } from '../../testing/small-desk.ts';
import { loadNgramPolicy, type NgramPolicy } from './policy.ts';

const chain = (...names: string[]) => names.slice(1).map((to, at) => ({ from: names[at]!, to }));

function procedure(id: string, replies: readonly string[], flow: readonly string[]): Catalog['procedures'][number] {
  return {
    id,
    title: id,
    cluster: id,
    keywords: [],
    screens: [{ id: 'main', title: id, forms: [id], replies: [...replies], buttons: [] }],
    forms: [
      {
        id,
        title: id,
        fields: [],
        buttons: [{ id: 'book', label: 'Book', critical: true, writes: true, next: null }],
      },
    ],
    replies: replies.map((reply) => ({ id: reply, text: reply, critical: true })),
    flow: chain(...flow),
  };
}

const REPLIES = ['say_done', 'ask_reason', 'ask_order'];
const FLOW = ['ask_order', 'ask_reason', 'refund/book', 'say_done'];
const catalog: Catalog = {
  name: 'two',
  desk: { queues: [], resolutions: [], replies: [], critical: { freeText: true, transfer: true, close: true } },
  procedures: [
    procedure('flight', ['ask_name', 'ask_city', 'confirm'], ['ask_name', 'ask_city', 'flight/book', 'confirm']),
    procedure('refund', REPLIES, FLOW),
  ],
};

/** The refund desk after the first acts of its flow, each answered by the customer. */
function after(acts: number): Screen {
  const timeline = FLOW.slice(0, acts).map((name, at) => ({
    kind: name.includes('/') ? ('submit_form' as const) : ('send_text' as const),
    target: name.includes('/') ? `submit_form ${name}` : `send_text ${name}`,
    values: {},
    messageCount: 1 + 2 * at,
  }));
  const messages = Array.from({ length: 1 + 2 * acts }, (_, at) => ({
    author: at % 2 === 0 ? ('customer' as const) : ('desk' as const),
    text: at % 2 === 0 ? 'Here you are.' : 'And the next one?',
  }));
  return screen({
    procedure: { id: 'refund', title: 'Refund', screen: 'main', screenTitle: 'Refund' },
    // In another order than the flow's, so that the order on the screen cannot help.
    controls: [
      ...REPLIES.map((id) => control(`reply:${id}`, 'reply', id.replace('_', ' '))),
      control('submit:refund.book', 'submit', 'Book', { form: 'refund', target: 'book' }),
    ],
    messages,
    timeline,
  });
}

const folder = mkdtempSync(join(tmpdir(), 'deskbench-unseen-'));
let policy: NgramPolicy;

beforeAll(async () => {
  policy = await recipe.fit(smallDeskExamples(50, 'train'), { seed: '1', catalog });
}, 60_000);

afterAll(async () => {
  await policy.dispose();
  rmSync(folder, { recursive: true });
});

describe('the n-gram policy on a procedure that no example shows', () => {
  const screens = [0, 1, 2].map(after);

  it('follows the flow chart that the catalog gives', async () => {
    const targets = (await policy.suggest(screens)).map(({ ranked }) => actionTarget(ranked[0]!.action));
    expect(targets).toEqual(['send_text ask_order', 'send_text ask_reason', 'submit_form refund/book']);
  });

  it('takes the charts along when it is saved', async () => {
    policy.save(folder);
    const loaded = await loadNgramPolicy('ngram', folder);
    expect(await loaded.suggest(screens)).toEqual(await policy.suggest(screens));
    await loaded.dispose();
  });

  it('says how unusual a screen is, and nothing of it where nothing is offered', async () => {
    const [first, none] = await policy.suggest([screens[0]!, screen({ controls: [] })]);
    expect(Number.isFinite(first!.energy)).toBe(true);
    expect(none).toEqual({ ranked: [] });
  });
});
