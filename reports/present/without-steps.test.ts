import { expect, it } from 'vitest';
import { exampleResults } from './example-results.ts';
import { withoutSteps } from './without-steps.ts';

it('says how many of the sessions played no figure divides by', () => {
  const { cells } = exampleResults();
  const [cell] = cells;
  const counting = (sessions: number) => ({
    ...cell!,
    sessions: 60,
    metrics: { active_ms_per_session: { estimate: 1, low: 0, high: 2, sessions, denominator: sessions } },
  });
  expect(withoutSteps({ cells: [counting(57)] })).toBe(', 3 of them without a step, which count in no figure');
  expect(withoutSteps({ cells: [counting(60)] })).toBe('');
});
