import { describe, expect, it } from 'vitest';
import { generatedSessions, generatedShares } from './settle-sessions.ts';

describe('generated sessions', () => {
  it('are as many as teach, and a few more than are played', () => {
    expect([generatedSessions(0), generatedSessions(1), generatedSessions(1000)]).toEqual([6900, 6902, 7920]);
    expect(generatedSessions(1000, 0.25)).toBe(175 + 300 + 1250 + 1020);
  });

  it('are dealt to those who teach by their number, and else measured', () => {
    const total = generatedSessions(1000, 0.5);
    const shares = generatedShares(total, 0.5);
    const numbers = Object.values(shares).map((share) => share * total);
    for (const [at, count] of [350, 600, 2500, total - 3450].entries()) expect(numbers[at]).toBeCloseTo(count, 6);
    expect(generatedShares(6900).evaluation).toBeCloseTo(0, 12);
  });
});
