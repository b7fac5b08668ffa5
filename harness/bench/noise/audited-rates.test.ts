import { describe, expect, it } from 'vitest';
import type { Action } from '../../contract/action.ts';
import type { Trace, TraceStep } from '../../contract/trace.ts';
import { createAudit } from './audited-rates.ts';

const SAY: Action = { kind: 'send_text', reply: 'hello', text: 'hello' };
const CLOSE: Action = { kind: 'close', resolution: 'solved' };

interface Answers {
  readonly suggestion: Action;
  readonly right: boolean;
  readonly accepted: number;
  readonly refused: number;
  readonly critical?: boolean;
}

function steps({ suggestion, right, accepted, refused, critical = true }: Answers): TraceStep[] {
  const step = (verdict: TraceStep['verdict']): TraceStep => ({
    index: 0,
    screenHash: null,
    reference: suggestion,
    critical,
    suggestion,
    confidence: 0.5,
    score: null,
    decision: 'defer',
    verdict,
    slipped: false,
    chosen: suggestion,
    activeMs: 0,
    closed: { condition: '', suggestionRight: right, right: true, cause: null, deceivedBy: null, repaired: [] },
  });
  return [...Array(accepted).fill(step('accept')), ...Array(refused).fill(step('correct'))];
}

function audited(...answers: readonly Answers[]) {
  const audit = createAudit();
  const played = answers.flatMap(steps);
  const trace: Trace = {
    session: 's',
    cell: 'c',
    seed: '1',
    loop: 'closed',
    steps: played,
    end: 'completed',
    divergedAt: null,
    retries: 0,
  };
  audit.take(trace);
  return audit.rates();
}

describe('an audit of the operators’ answers', () => {
  it('counts refusals of what was right and accepts of what was wrong, for each kind of action by itself', () => {
    const { all, byKind } = audited(
      { suggestion: SAY, right: true, accepted: 15, refused: 5 },
      { suggestion: SAY, right: false, accepted: 6, refused: 18 },
      { suggestion: CLOSE, right: true, accepted: 27, refused: 3 },
      { suggestion: CLOSE, right: false, accepted: 28, refused: 12 },
    );
    expect(byKind.get('send_text')).toEqual({ alpha: 5 / 20, beta: 6 / 24 });
    expect(byKind.get('close')).toEqual({ alpha: 3 / 30, beta: 28 / 40 });
    expect(all).toEqual({ alpha: 8 / 50, beta: 34 / 64 });
  });

  it('looks at critical actions that were shown, and at no others', () => {
    const known = { suggestion: SAY, right: true, accepted: 19, refused: 1 };
    const free = { suggestion: SAY, right: true, accepted: 0, refused: 40, critical: false };
    expect(audited(known, free).byKind.get('send_text')?.alpha).toBe(1 / 20);
  });

  it('says of a kind with fewer than 20 answers what it says of all', () => {
    const many = { suggestion: SAY, right: true, accepted: 80, refused: 20 };
    const alpha = (answers: Answers) => audited(many, answers).byKind.get('close')?.alpha;
    expect(alpha({ suggestion: CLOSE, right: true, accepted: 0, refused: 19 })).toBe(39 / 119);
    expect(alpha({ suggestion: CLOSE, right: true, accepted: 0, refused: 20 })).toBe(1);
  });

  it('knows nothing without answers', () => {
    expect(audited()).toEqual({ all: { alpha: 0, beta: 0 }, byKind: new Map() });
  });
});
