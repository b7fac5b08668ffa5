import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { type CaseScript, caseScript } from '../case-script.ts';
import { PAPER_GLOBALS, type PaperNode, pageLines, paperRoot } from '../testing/paper-document.ts';
import { sampleCatalog, sampleOpening } from '../testing/sample-catalog.ts';
import { sampleSession } from '../testing/sample-session.ts';

for (const [name, value] of Object.entries(PAPER_GLOBALS)) vi.stubGlobal(name, value);
const { render } = await import('preact');
const { App } = await import('./app.tsx');
const { createDeskStore } = await import('./desk-store.ts');
afterAll(() => vi.unstubAllGlobals());

/** A page on paper that is used by hand, and what it says. */
function openPage(queue: readonly CaseScript[] | null) {
  const root = paperRoot();
  const store = createDeskStore(sampleCatalog, queue, () => draw());
  const draw = () => render(<App page={store.state()} store={store} />, root as never);
  draw();
  const find = (...[name, value]: [string, string]) => {
    const found = [...root.all()].find((node) => node.getAttribute(name) === value);
    if (!found) throw new Error(`The page has nothing with ${name}="${value}".`);
    return found;
  };
  const button = (words: string) => {
    const found = [...root.all()].find((node) => node.localName === 'button' && node.words.trim() === words);
    if (!found) throw new Error(`The page has no button "${words}".`);
    return found;
  };
  const put = (node: PaperNode, change: object, type: string) => {
    node.hear(type, { currentTarget: Object.assign(Object.create(node), change) });
  };
  const type = (id: string, value: string) => put(find('id', id), { value }, 'input');
  const choose = (id: string, value: string) => put(find('id', id), { value }, 'change');
  return { root, store, find, button, type, choose };
}

const told: string[] = [];
let last: string[] = [];
/** Notes what the page says that it did not say before. */
async function note(what: string, { root }: ReturnType<typeof openPage>): Promise<void> {
  // What the page does once it is shown, it does in the next turn.
  await new Promise((shown) => setTimeout(shown, 1));
  const lines = pageLines(root);
  const known = new Set(last);
  const gone = last.filter((line) => !lines.includes(line)).length;
  told.push(`== ${what}`, ...lines.filter((line) => !known.has(line)), `(${gone} lines gone)`, '');
  last = lines;
}

/** Cases with nothing but a name, beside the sample session with its suggestions. */
const unnamed = (id: string, subject: string, arrivals: CaseScript['arrivals']): CaseScript => {
  const opening = { ...sampleOpening, id, case: { subject, fields: {} } };
  return { opening, arrivals, results: [], suggestions: [] };
};
const suggestions = sampleSession.steps.map(({ action }, at) => ({
  ranked: [{ action, confidence: 0.995 - at / 20 }],
}));
const QUEUE: CaseScript[] = [
  caseScript(sampleSession, suggestions),
  unnamed('case-2', ' ', [['Where is my parcel?']]),
  unnamed('case-3', '', []),
];

it('the page says in words what can be done, what was done and what is wrong, whoever uses it', async () => {
  const page = openPage(QUEUE);
  const { store } = page;
  await note('a queue of three cases', page);
  for (const [at, { action }] of sampleSession.steps.entries()) {
    if (at === 0) store.show('case-1');
    await note(`before step ${at + 1}, ${action.kind}`, page);
    store.accept();
  }
  await note('a case that is closed', page);
  await workByHand(page);
  await expect(told.join('\n')).toMatchFileSnapshot(join(import.meta.dirname, '../testing/page-words.txt'));
});

/** The second case by hand, with what goes wrong on the way; then the third. */
async function workByHand(page: ReturnType<typeof openPage>): Promise<void> {
  const { find, button, type, choose } = page;
  button('Next case').hear('click');
  await note('the next case', page);
  button('Send').hear('click');
  await note('nothing written', page);
  find('data-target', 'refund').hear('click');
  await note('a procedure opened by hand', page);
  button('Search order').hear('click');
  await note('a form without what it needs', page);
  type('field:order.number', 'abc');
  type('field:order.bought', '9.3.1996x');
  button('Search order').hear('click');
  await note('a form with what cannot be', page);
  type('field:order.number', ' 4711 ');
  type('field:order.bought', '9.3.1996');
  choose('field:order.shop', 'Phone');
  await note('a form filled in', page);
  button('Search order').hear('click');
  await note('a form submitted', page);
  button('Skip the search').hear('click');
  await note('another screen', page);
  button('Good news, {name}: we refund {amount}.').hear('click');
  await note('a reply with gaps', page);
  button('Send').hear('click');
  await note('gaps that are not filled in', page);
  type('compose', 'Good news, Ada: we refund {amount}.');
  button('Send').hear('click');
  await note('one gap left', page);
  type('compose', 'Good news, Ada: we refund 5 €.');
  await note('a reply filled in', page);
  type('compose', 'Well, Ada.');
  await note('own words', page);
  find('id', 'compose').hear('keydown', { key: 'Enter' });
  await note('a message sent', page);
  button('Transfer').hear('click');
  button('Close case').hear('click');
  await note('an end without a choice', page);
  button('Done with this case').hear('click');
  await note('a case that is done', page);
  button('Take it up again').hear('click');
  choose('transfer', 'Fraud team');
  button('Transfer').hear('click');
  await note('a case that is transferred', page);
  button('Next case').hear('click');
  type('procedure-search', 'STREET move');
  await note('a search', page);
  type('procedure-search', 'streets');
  await note('a search in vain', page);
  find('id', 'tab:case-3').hear('keydown', { key: 'Delete' });
  find('id', 'tab:case-2').hear('keydown', { key: 'ArrowRight' });
  await note('a tab put aside, another chosen', page);
  button('Queue 1').hear('click');
  await note('the queue drawn out', page);
}

it('a page that a driver uses has no queue to draw out and takes what is typed as it is', async () => {
  const page = openPage(null);
  page.store.reset(sampleOpening);
  page.store.perform({ kind: 'select_procedure', procedure: 'refund' });
  const lines = pageLines(page.root);
  page.store.perform({ kind: 'click_control', control: 'button:skip' });
  const buttons = ['Check', 'Grant refund', 'Ask'].map((words) => page.button(words).getAttribute('type'));
  expect(buttons).toEqual(['submit', 'button', 'submit']);
  page.store.perform({ kind: 'click_control', control: 'button:back' });
  expect(lines.filter((line) => /^button (Queue|Done|Next)/.test(line))).toEqual([]);
  page.type('field:order.number', ' 4711 ');
  page.type('compose', ' Hello ');
  expect(page.find('id', 'compose').getAttribute('value')).toBe(' Hello ');
  page.button('Search order').hear('click');
  page.type('field:order.number', '4711');
  page.type('field:order.mail', ' a ');
  page.button('Search order').hear('click');
  const desk = page.store.state().cases.get(sampleOpening.id)?.desk;
  expect(desk?.timeline.at(-1)?.values).toEqual({ number: '4711', mail: ' a ' });
});
