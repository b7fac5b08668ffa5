import { describe, expect, it } from 'vitest';
import type { Action } from '../../../harness/contract/action.ts';
import { type CaseScript, caseScript } from '../case-script.ts';
import { sampleCatalog, sampleOpening } from '../testing/sample-catalog.ts';
import { sampleSession } from '../testing/sample-session.ts';
import { createDeskStore } from './desk-store.ts';

const steps = sampleSession.steps.map(({ action }) => action) as [Action, ...Action[]];
const select = steps[0];
const close: Action = { kind: 'close', resolution: 'Solved' };

/** Cases of these names that bring nothing with them. */
const queueOf = (...ids: string[]): CaseScript[] =>
  ids.map((id) => ({ opening: { ...sampleOpening, id }, arrivals: [], results: [], suggestions: [] }));

const store = (queue: readonly CaseScript[] | null) => createDeskStore(sampleCatalog, queue, () => undefined);

describe('a queue that is worked by hand', () => {
  it('goes on after the active case and round to the first, past what is done, until nothing waits', () => {
    const desk = store(queueOf('a', 'b', 'c', 'd'));
    const seen: (string | null)[] = [];
    desk.show('c');
    desk.perform(close);
    for (let at = 0; at < 5; at++) {
      desk.showNext();
      seen.push(desk.state().active);
      if (at === 1) desk.finish(true);
      else if (at !== 4) desk.perform(close);
      if (desk.state().active === 'b') break;
    }
    expect(seen).toEqual(['d', 'a', 'b']);
    desk.showNext();
    expect(desk.state().active).toBe('b');
    desk.show('a');
    desk.finish(false);
    desk.show('b');
    desk.showNext();
    expect(desk.state().active).toBe('a');
  });

  it('shows the tab beside when one is closed, and keeps what was half done in each', () => {
    const desk = store(queueOf('a', 'b', 'c'));
    for (const id of ['a', 'b', 'c']) {
      desk.show(id);
      desk.draft('search', id);
    }
    desk.closeTab('a');
    expect([desk.state().tabs, desk.state().active]).toEqual([['b', 'c'], 'c']);
    desk.closeTab('c');
    expect([desk.state().tabs, desk.state().active]).toEqual([['b'], 'b']);
    desk.show('c');
    expect(desk.state().cases.get('c')?.drafts).toEqual({ search: 'c' });
  });
});

describe('a case that a script answers', () => {
  const suggestions = steps.map((action) => ({ ranked: [{ action, confidence: 0.5 }] }));
  const tabOf = (desk: ReturnType<typeof store>) => desk.state().cases.get(sampleSession.id)!;

  it('brings messages when they are due, each result to its form once, and the suggestion of the coming action', () => {
    const desk = store([caseScript(sampleSession, suggestions)]);
    desk.show(sampleSession.id);
    const results = sampleSession.steps.flatMap(({ result }) => result ?? []);
    for (const [at, step] of sampleSession.steps.entries()) {
      const { messages, resultCount } = tabOf(desk).desk;
      const said = sampleSession.steps.slice(0, at + 1).flatMap(({ arrivals }) => arrivals.map(({ text }) => text));
      expect(messages.filter(({ author }) => author === 'customer').map(({ text }) => text)).toEqual(said);
      expect(resultCount).toBe(sampleSession.steps.slice(0, at).filter(({ result }) => result !== null).length);
      expect(tabOf(desk).pendingResults).toEqual(results.slice(resultCount));
      expect(tabOf(desk).suggestion?.action).toEqual(step.action);
      desk.accept();
    }
    expect(tabOf(desk).desk.messages.at(-1)?.text).toBe(sampleSession.closing[0]?.text);
    expect(tabOf(desk).desk.status).toBe('closed');
  });

  it('says why an action is not possible and leaves all as it was; one that is done clears what was half done', () => {
    const desk = store([caseScript(sampleSession, suggestions)]);
    desk.show(sampleSession.id);
    desk.draft('search', 'x');
    const before = tabOf(desk);
    const submit = steps.find(({ kind }) => kind === 'submit_form') as Action;
    expect(desk.attempt(submit)).toBe(false);
    expect(tabOf(desk)).toEqual({ ...before, notice: expect.any(String) });
    expect(desk.attempt(select)).toBe(true);
    expect(tabOf(desk)).toMatchObject({ notice: null, drafts: {} });
  });

  it('keeps a message that is half written when a suggestion is taken', () => {
    const desk = store([caseScript(sampleSession, suggestions)]);
    desk.show(sampleSession.id);
    desk.edit({ composer: { text: 'One mom', reply: null, begunFrom: null } });
    desk.accept();
    expect(tabOf(desk).composer.text).toBe('One mom');
    desk.attempt(steps[1] as Action);
    expect(tabOf(desk).composer.text).toBe('');
  });
});
