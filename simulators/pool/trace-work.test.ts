import { expect, it } from 'vitest';
import type { Action } from '../../harness/contract/action.ts';
import type { Trace, TraceStep } from '../../harness/contract/trace.ts';
import { createStreams } from '../../harness/shared/streams.ts';
import { testSession } from '../case/test-case.ts';
import { fitAnswers } from './answer-times.ts';
import { traceWork } from './trace-work.ts';

const say: Action = { kind: 'send_text', reply: null, text: 'Hello' };
const select: Action = { kind: 'select_procedure', procedure: 'refund' };

function step(index: number, chosen: Action, activeMs: number | null, right = true): TraceStep {
  const closed = { condition: '', suggestionRight: null, right, cause: null, deceivedBy: null, repaired: [] };
  const decided = activeMs === null ? ('execute' as const) : ('defer' as const);
  return {
    index,
    screenHash: null,
    reference: chosen,
    critical: false,
    suggestion: null,
    confidence: null,
    score: null,
    decision: decided,
    verdict: null,
    slipped: false,
    chosen,
    activeMs: activeMs ?? 0,
    closed,
  };
}

const trace = (steps: TraceStep[]): Trace => ({
  session: 's1',
  cell: 'c',
  seed: '1',
  loop: 'closed',
  steps,
  end: 'completed',
  divergedAt: null,
  retries: 0,
});

const logged = testSession([select, say, say]);
/** A log whose customers answer every message after 20 s and nothing else. */
const answers = fitAnswers([
  {
    ...logged,
    steps: logged.steps.map((step, i) => ({
      ...step,
      arrivals: i === 2 ? [{ text: 'Yes', atMs: 1000 * i + 19_000 }] : [],
      atMs: 1000 * i,
    })),
  },
]);

it('fits how often and how fast the customers of a log answer, by what was done', () => {
  expect(answers).toMatchObject({ medianMs: 20_000, sigma: 0 });
  expect([answers.share.send_text, answers.share.select_procedure, answers.share.close]).toEqual([1, 0, 0]);
});

it('an episode is work of machine, operator and customer, and what leaked in it', () => {
  const streams = createStreams({ seed: '1', session: 's1' });
  const steps = [step(0, select, null), step(1, say, 4000), step(2, select, 3000, false), step(3, say, 1000)];
  expect(traceWork(trace(steps), answers, 500, streams)).toEqual({
    work: [
      { kind: 'automation', ms: 500 },
      { kind: 'operator', ms: 4000 },
      { kind: 'customer', ms: 20_000 },
      { kind: 'operator', ms: 3000 },
      { kind: 'operator', ms: 1000 },
    ],
    leaked: 1,
    goalReached: false,
  });
});
