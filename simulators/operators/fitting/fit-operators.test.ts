import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../../harness/contract/action.ts';
import { logNormal } from '../../../harness/contract/draws.ts';
import type { Session, Step } from '../../../harness/contract/session.ts';
import { ACTS, type Act, type OperatorTimes, STAR_TIMES } from '../answering/operator-times.ts';
import { pairs } from '../testing/test-screen.ts';
import { fitOperators } from './fit-operators.ts';

const IN_NO_LOG: ReadonlySet<Act> = new Set(['review', 'lookBack', 'catchUp']);

const free: Action = { kind: 'send_text', reply: null, text: 'hello' };
const steps: readonly { act: Act; action: Action }[] = [
  { act: 'procedure', action: pairs.select_procedure.right },
  { act: 'form', action: pairs.submit_form.right },
  { act: 'click', action: pairs.click_control.right },
  { act: 'pick', action: pairs.send_text.right },
  { act: 'freeText', action: free },
  { act: 'finish', action: pairs.close.right },
];

const truth: OperatorTimes = {
  ...STAR_TIMES,
  draft: { medianMs: 14_000, sigma: 0.5 },
  form: { medianMs: 40_000, sigma: 0.7 },
};

/** A session as operators with these times would have logged it, customers taking their own time in between. */
function loggedSession(id: number, operator: string, withActiveMs: boolean): Session {
  const rng = { next: seedrandom.alea(`fit ${id}`) };
  const draw = (act: Act) => Math.round(logNormal(truth[act].medianMs, truth[act].sigma, rng));
  let nowMs = 0;
  const logged = steps.map(({ act, action }): Step => {
    nowMs += 60_000;
    const arrivals = [{ text: 'hm', atMs: nowMs }];
    const draftMs = act === 'pick' ? draw('draft') : 0;
    const drafts = act === 'pick' ? [{ text: 'draft', atMs: nowMs + draftMs }] : [];
    const lastMs = draw(act);
    nowMs += draftMs + lastMs;
    const suggestion = act === 'pick' ? { shown: [action], accepted: rng.next() < 0.8 } : null;
    const activeMs = withActiveMs ? draftMs + lastMs : null;
    return { arrivals, action, critical: true, atMs: nowMs, activeMs, drafts, suggestion, result: null };
  });
  return {
    id: `f${id}`,
    case: { subject: '', fields: {} },
    offered: null,
    opened: null,
    operator,
    steps: logged,
    closing: [],
    outcome: 'unknown',
    complete: id % 5 > 0,
    goal: null,
    tags: [],
  };
}

describe.each([true, false])('a fit of sessions with known times (active time logged: %s)', (withActiveMs) => {
  const sessions = Array.from({ length: 4000 }, (_, i) =>
    loggedSession(i, i < 3000 ? 'ann' : i < 3990 ? 'bob' : 'new', withActiveMs),
  );
  const fit = fitOperators(sessions);

  it.each(ACTS.filter((act) => !IN_NO_LOG.has(act)))('finds them again: %s', (act) => {
    expect(Math.abs(Math.log(fit.times[act].medianMs / truth[act].medianMs))).toBeLessThan(0.08);
    expect(Math.abs(fit.times[act].sigma - truth[act].sigma)).toBeLessThan(0.1);
    expect(fit.acts[act]).toMatchObject({ count: 4000, assumed: false });
  });

  it('counts acceptance per operator, and spreads it over those with enough replies', () => {
    expect(fit.operators.map(({ operator, sessions: n, replies }) => [operator, n, replies])).toEqual([
      ['ann', 3000, 3000],
      ['bob', 990, 990],
      ['new', 10, 10],
    ]);
    expect(fit.operators[0]?.acceptance).toBeCloseTo(0.8, 1);
    const both = fit.operators.slice(0, 2).map(({ acceptance }) => acceptance!);
    expect(fit.acceptance).toMatchObject({ operators: 2, min: Math.min(...both), max: Math.max(...both) });
  });

  it('sums active time over complete sessions, where the log has it', () => {
    if (!withActiveMs) return expect(fit.sessionActiveMs).toBeNull();
    const sums = sessions
      .filter(({ complete }) => complete)
      .map((s) => s.steps.reduce((sum, { activeMs }) => sum + activeMs!, 0));
    expect(fit.sessionActiveMs?.sessions).toBe(sums.length);
    expect(fit.sessionActiveMs?.mean).toBeCloseTo(sums.reduce((sum, x) => sum + x, 0) / sums.length, 3);
  });
});

describe('a fit of a log that says little', () => {
  it('keeps the assumed times and says so', () => {
    const fit = fitOperators([loggedSession(1, 'ann', true)]);
    expect(fit.times).toEqual(STAR_TIMES);
    for (const act of ACTS) expect(fit.acts[act].assumed).toBe(true);
    expect(fit.acceptance).toBeNull();
    expect(fitOperators([]).sessionActiveMs).toBeNull();
  });

  it('is not led astray by an operator who was away', () => {
    const sessions = Array.from({ length: 4000 }, (_, i) => loggedSession(i, 'ann', true));
    const away = sessions.map((s, i) =>
      i === 7 ? { ...s, steps: s.steps.map((step) => ({ ...step, activeMs: 50_000_000 })) } : s,
    );
    expect(Math.abs(fitOperators(away).times.form.sigma - truth.form.sigma)).toBeLessThan(0.1);
  });
});
