import { expect, it } from 'vitest';
import type { Action } from '../../harness/contract/action.ts';
import type { Session } from '../../harness/contract/session.ts';
import { testSession } from '../case/test-case.ts';
import { fitAnswers } from './answer-times.ts';

const say: Action = { kind: 'send_text', reply: null, text: 'Hello' };
const select: Action = { kind: 'select_procedure', procedure: 'refund' };
const GAP_MS = 1_000_000;

/** A session that does these actions, each answered by messages that come so many milliseconds after it. */
function answered(...done: readonly (readonly [Action, ...number[]])[]): Session {
  const logged = testSession([...done.map(([action]) => action), { kind: 'close', resolution: 'Solved' }]);
  const steps = logged.steps.map((step, at) => {
    const [, ...waits] = done[at - 1] ?? [select];
    const arrivals = waits.map((ms) => ({ text: 'Yes', atMs: (at - 1) * GAP_MS + ms }));
    return { ...step, atMs: at * GAP_MS, arrivals };
  });
  return { ...logged, steps };
}

it('counts answers by the kind of action before them, and takes the time to the last message', () => {
  const { share, medianMs } = fitAnswers([
    answered([select], [say, 1000, 30_000], [say]),
    answered([say, 20_000], [select, 7000]),
  ]);
  expect(share).toMatchObject({ send_text: 2 / 3, select_procedure: 1 / 2, submit_form: 0, close: 0 });
  expect(medianMs).toBe(20_000);
});

it('finds the median and the spread of logarithms again', () => {
  const times = [-2, -1, 0, 1, 2].map((z) => 10_000 * Math.exp(0.6 * z));
  const fit = fitAnswers(times.map((ms) => answered([say, ms])));
  expect(fit.medianMs).toBeCloseTo(10_000, 6);
  expect(fit.sigma).toBeCloseTo(0.6 * Math.sqrt(2), 9);
});

it('takes what a log rounds to nothing for half a second, and waits for no answers where there are none', () => {
  expect(fitAnswers([answered([say, 0], [say, 100])])).toMatchObject({ medianMs: 500, sigma: 0 });
  expect(fitAnswers([answered([say], [say])])).toMatchObject({ share: { send_text: 0 }, medianMs: 500, sigma: 0 });
});
