import { expect, it } from 'vitest';
import { uniformNoise } from '../contract/noise-rates.ts';
import type { Session } from '../contract/session.ts';
import { TestDesk, testCatalog } from '../engine/test-desk.ts';
import { testOperator, testPolicy, testSession } from '../engine/test-roles.ts';
import { collectFeedback } from './collect-feedback.ts';

const sessions = Array.from({ length: 30 }, (_, i) => testSession(`s${i}`));
const parts = { feedback: sessions.slice(0, 12), calibration: sessions.slice(12, 30), evaluation: [] };
const [lost, gone] = [parts.feedback[2] as Session, parts.calibration[5] as Session];

/** What operators teach on desks that fail in these sessions. */
async function collect(fails: readonly Session[]) {
  const failing = new Set(fails.map(({ id }) => id));
  const seen: string[] = [];
  const told: [string, number][] = [];
  const feedback = await collectFeedback(
    {
      catalog: testCatalog,
      desks: { openEnvironment: () => new TestDesk(() => true) },
      feedbackDesks: { openEnvironment: () => new TestDesk((id) => failing.has(id)) },
      parts,
      policy: testPolicy(),
      operatorOf: () => testOperator,
      seed: '1',
      fit: { seed: '1' },
    },
    uniformNoise({ alpha: 0.1 }),
    testOperator,
    { onTrace: ({ session }) => seen.push(session), onProgress: (phase, done) => told.push([phase, done]) },
  );
  return { ...feedback, seen, told };
}

it('counts sessions in which the desk failed for good by phase, and learns the same from the others', async () => {
  const whole = await collect([]);
  const part = await collect([lost, gone]);
  for (const phase of ['feedback', 'calibration'] as const) {
    const crashed = phase === 'feedback' ? lost.id : gone.id;
    expect(whole[phase]).toMatchObject({ sessions: parts[phase].length, crashed: [] });
    expect(part[phase]).toMatchObject({ sessions: parts[phase].length, crashed: [crashed] });
    expect(part[phase].reviews).toEqual(whole[phase].reviews.filter(({ session }) => session !== crashed));
    expect(part[phase].reviews.length).toBeLessThan(whole[phase].reviews.length);
    const done = part.told.flatMap(([of, fraction]) => (of === phase ? [fraction] : []));
    expect(done).toEqual(parts[phase].map((_, at) => (at + 1) / parts[phase].length));
  }
  expect(part.seen).toEqual(parts.feedback.map(({ id }) => id));
});
