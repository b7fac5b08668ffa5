import seedrandom from 'seedrandom';
import { expect, it } from 'vitest';
import { criticFindings } from './critics-words.ts';
import type { AnswerScores, JudgedCritic } from './judge-critics.ts';
import type { NoiseResult } from './noise-result.ts';

const SESSIONS = 60;

/** A critic whose scores tell what is accepted from what is not as often as `held`, and right from wrong as often as `true`. */
function critic(name: string, learned: boolean, held: number, truly: number): JudgedCritic {
  const scores = (sharp: number, by: 'accepted' | 'right') =>
    Array.from({ length: 4 * SESSIONS }, (_, at): AnswerScores => {
      const good = at % 3 > 0;
      const told = (at % 100) / 100 < sharp ? good : !good;
      const other =
        by === 'accepted' ? { accepted: good, right: at % 2 === 0 } : { accepted: at % 2 === 0, right: good };
      const action = { kind: 'close', resolution: '' } as const;
      return {
        ...other,
        score: (told ? 0.6 : 0.2) + (at % 7) / 100,
        session: `s${at % SESSIONS}`,
        action,
        procedure: null,
      };
    });
  const [calibration, evaluation] = [scores(held, 'accepted'), scores(truly, 'right')];
  return { name, learned, calibration, evaluation, threshold: 0.5 } as unknown as JudgedCritic;
}

it('compares the learned critic and the proxy that looked best on held-out answers, whatever the truth says', () => {
  const critics = [
    critic('learned, looks bad', true, 0.55, 1),
    critic('learned, looks good', true, 0.95, 0.9),
    critic('proxy, looks bad', false, 0.5, 1),
    critic('proxy, looks good', false, 0.9, 0.6),
  ];
  const result = { alpha: '0.1', beta: '0.2', critics } as unknown as NoiseResult;
  const [words, given, ...more] = criticFindings([result], () => ({ next: seedrandom.alea('words') }), 200);
  expect(more).toEqual([]);
  expect(words).toMatch(
    /^At α = 0\.1, β = 0\.2, the best learned critic \(learned, looks good\) against the best proxy \(proxy, looks good\): F1 \+/,
  );
  // A smaller area under risk and coverage is better.
  expect(words).toMatch(/AURC −0\.\d+ \(.*better/);
  expect(given).toContain('AURC has no threshold');
  expect(criticFindings([{ ...result, critics: critics.slice(0, 2) }], () => ({ next: () => 0.5 }), 10)).toEqual([]);
});
