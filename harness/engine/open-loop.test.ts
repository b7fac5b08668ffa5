import { describe, expect, it } from 'vitest';
import type { Action } from '../contract/action.ts';
import type { Session, Step } from '../contract/session.ts';
import { arrivalsBefore, LoggedEpisode } from './open-loop.ts';
import { testCatalog } from './test-desk.ts';
import { testSession } from './test-roles.ts';

const [begun] = testSession('s').steps as [Step];
const step = (action: Action, over: Partial<Step> = {}): Step => ({ ...begun, action, arrivals: [], ...over });
const said = (...texts: string[]) => texts.map((text) => ({ text, atMs: 0 }));
const result = { form: 'pay', items: [], total: null, status: 'ok' };
const select: Action = { kind: 'select_procedure', procedure: 'refund' };
const book = (size: string): Action => ({ kind: 'submit_form', form: 'pay', button: 'book', values: { size } });
const close: Action = { kind: 'close', resolution: 'solved' };

const session: Session = {
  ...testSession('s'),
  complete: true,
  steps: [
    step(select, { arrivals: said('hello') }),
    step(book('small'), { result }),
    step(close, { arrivals: said('thanks', 'bye') }),
  ],
};

describe('the world that a log makes', () => {
  it('brings the answer to the step before first, then what the customer said since', () => {
    const message = (text: string) => ({ kind: 'message', text });
    expect([0, 1, 2].map((at) => arrivalsBefore(session, at))).toEqual([
      [message('hello')],
      [],
      [{ kind: 'result', result }, message('thanks'), message('bye')],
    ]);
  });

  it('does what was logged whatever was decided, judges by the procedure then open, and ends as the log does', () => {
    let now = new LoggedEpisode(session, testCatalog);
    const judged = [];
    const sameSize: boolean[] = [];
    while (now.end === null) {
      sameSize.push(now.same(book('small'), book('SMALL ')));
      const {
        action,
        next,
        judged: how,
      } = now.perform({
        chosen: now.streamIndex === 1 ? book('large') : now.reference,
        suggestion: now.streamIndex === 2 ? select : null,
      } as Parameters<LoggedEpisode['perform']>[0]);
      expect(action).toBe(session.steps[now.streamIndex]?.action);
      judged.push(how);
      now = next as LoggedEpisode;
    }
    expect(judged).toEqual([
      { logged: { suggestionRight: null, right: true } },
      { logged: { suggestionRight: null, right: false } },
      { logged: { suggestionRight: false, right: true } },
    ]);
    // Without a procedure a form's values are words; options are compared as they stand.
    expect(sameSize).toEqual([true, false, false]);
    expect([now.streamIndex, now.end]).toEqual([3, 'completed']);
    expect(new LoggedEpisode({ ...session, complete: false }, testCatalog, 3).end).toBe('truncated');
  });
});
