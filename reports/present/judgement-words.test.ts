import { expect, it } from 'vitest';
import { decidingHalf, judgementWords } from './judgement-words.ts';

const undecided = (sessionsToDecide: number | null) => ({ verdict: 'undecided' as const, sessionsToDecide });

it.each([
  [1, 'runs', '1 run'],
  [2, 'runs', '2 runs'],
  [1, 'sessions with an error', '1 session with an error'],
  [3400, 'sessions with an error', '3,400 sessions with an error'],
])('what would decide agrees with its number: %d %s', (needed, clusters, words) => {
  const one = undecided(needed);
  expect(judgementWords({ ...one, p: 0.5 } as never, 0, 'count', clusters)).toBe(`undecided, ${words} would decide`);
  expect(decidingHalf([one], clusters)).toBe(` (${words} would decide it)`);
  expect(decidingHalf([one, one], clusters)).toBe(` (${words} would decide half of these)`);
});
