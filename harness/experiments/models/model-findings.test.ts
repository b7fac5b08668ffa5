import { expect, it } from 'vitest';
import { modelFindings } from './model-findings.ts';
import type { PolicyRow } from './models-tables.ts';

/** A policy that is right on so many of ten steps in each of 40 sessions, by its kind and its label. */
function row(policy: string, right: number, splits = 1): PolicyRow {
  const sessions = Array.from({ length: 40 }, (_, at) => `s${at}`);
  const labels = Array.from({ length: 10 }, (_, at) => (at % 2 === 0 ? 'ask' : 'tell'));
  const score = {
    policy,
    group: null,
    provider: 'none',
    trainings: 1,
    judged: sessions.map((session) => ({ session, case: session, steps: 10, toolRight: right, actionRight: 1 })),
    predicted: sessions.map((session) => ({
      session,
      case: session,
      labels,
      predictions: labels.map((label, at) => (at < right ? label : 'other')),
    })),
    trainMs: 0,
    decisions: 0,
    elapsedMs: 0,
  };
  return { policy, scores: Array.from({ length: splits }, () => score), reason: null };
}

it('names the best by each measure and how sure it is of the lead, on the same sessions', () => {
  const found = modelFindings([row('poor', 3), row('good', 8), row('fair', 6), { ...row('none', 0), reason: 'away' }]);
  expect(found).toEqual([
    expect.stringMatching(
      /^Best tool accuracy: good, 80\.0\u202f%; next fair, 60\.0\u202f% \(20\.0\u202fpp \[.*\] ahead, better\)\.$/,
    ),
    expect.stringMatching(
      /^Best action accuracy: poor, 10\.0\u202f%; next good, 10\.0\u202f% \(0\.0\u202fpp .* ahead, undecided, 180 sessions would decide\)\.$/,
    ),
    expect.stringMatching(/^Best label accuracy: good, 80\.0\u202f%/),
    // All sessions are alike: resampling them tells no spread.
    'Best weighted F1: good, 88.9\u202f%; next fair, 75.0\u202f%.',
  ]);
});

it('gives no margin for means over several splits, and nothing where nothing was scored', () => {
  expect(modelFindings([row('good', 8, 2), row('fair', 6, 2)])[0]).toBe(
    'Best tool accuracy: good, 80.0\u202f%; next fair, 60.0\u202f%.',
  );
  expect(modelFindings([])).toEqual([]);
});
