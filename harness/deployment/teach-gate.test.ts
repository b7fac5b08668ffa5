import { describe, expect, it } from 'vitest';
import type { CalibratorRecipe, ScoredAnswer } from '../contract/calibrator.ts';
import type { CriticFitOptions, CriticRecipe, Proposal } from '../contract/critic.ts';
import type { GateExample, GateOptions, GateRecipe } from '../contract/gate.ts';
import type { Screen } from '../contract/screen.ts';
import { uniformNoise } from '../contract/uniform-noise.ts';
import type { Review } from '../engine/review.ts';
import { TestDesk, testCatalog } from '../engine/test-desk.ts';
import { testCritic, testOperator, testPolicy, testSession } from '../engine/test-roles.ts';
import { splitSessions } from './split-sessions.ts';
import { scoreReviews, type TeachInput, teachGate } from './teach-gate.ts';

const sessions = Array.from({ length: 200 }, (_, i) => testSession(`s${i}`));
const { feedback, calibration } = splitSessions(sessions, '1');

function spies() {
  const seen = {
    critic: [] as CriticFitOptions[],
    gate: [] as { examples: readonly GateExample[]; options: GateOptions }[],
    answers: [] as ScoredAnswer[],
  };
  const critic: CriticRecipe = {
    name: 'by-hash',
    summary: '',
    learns: true,
    fit: async (_, __, options) => {
      seen.critic.push(options);
      return { ...testCritic, dispose: async () => undefined };
    },
  };
  const gate: GateRecipe = {
    name: 'open',
    summary: '',
    promise: 'none',
    fit: (examples, options) => {
      seen.gate.push({ examples, options });
      return { name: 'open', threshold: 0, reason: '', decide: () => 'execute' };
    },
  };
  const calibrator: CalibratorRecipe = {
    name: 'halve',
    summary: '',
    fit: (answers) => {
      seen.answers.push(...answers);
      return { name: 'halve', calibrate: (score) => score / 2 };
    },
  };
  return { seen, critic, gate, calibrator };
}

async function teach(extra: (rooms: ReturnType<typeof spies>) => Partial<TeachInput> = () => ({})) {
  const rooms = spies();
  const deployment = await teachGate({
    parts: { feedback, calibration },
    policy: testPolicy(),
    operator: testOperator,
    noise: uniformNoise({ alpha: 0.1, beta: 0.2 }),
    critic: rooms.critic,
    gate: rooms.gate,
    gateOptions: { targetPrecision: 0.9, delta: 0.05 },
    seed: '1',
    fit: { seed: '1' },
    desk: { catalog: testCatalog, openEnvironment: () => new TestDesk() },
    ...extra(rooms),
  });
  return { deployment, seen: rooms.seen };
}

describe('teachGate', () => {
  it('tells critic and gate nothing of the noise unless it is asked to', async () => {
    const { seen } = await teach();
    expect(seen.critic[0]).not.toHaveProperty('noise');
    expect(seen.gate[0]?.options).toEqual({ targetPrecision: 0.9, delta: 0.05 });
    const told = await teach(({ gate }) => ({
      ratesOf: async ({ alpha, beta }) => ({
        rates: { alpha: alpha.close, beta: beta.close },
        gate: { ...gate, fit: (all, given) => gate.fit(all, { ...given, noise: { alpha: 0, beta: 0.5 } }) },
      }),
    }));
    expect(told.seen.critic[0]?.noise).toEqual({ alpha: 0.1, beta: 0.2 });
    expect(told.seen.gate.map(({ options }) => options.noise)).toEqual([{ alpha: 0, beta: 0.5 }]);
  });

  it('calibrates on held-out sessions that the gate then does without, and gates by calibrated scores', async () => {
    const plain = await teach();
    const { seen, deployment } = await teach(({ calibrator }) => ({ calibrator }));
    const all = plain.seen.gate[0]?.examples ?? [];
    const left = seen.gate[0]?.examples ?? [];
    expect(seen.answers.length).toBeGreaterThan(0);
    expect(seen.answers.length + left.length).toBe(all.length);
    const whole = new Map<string, number>();
    for (const { session } of all) whole.set(session, (whole.get(session) ?? 0) + 1);
    for (const session of new Set(left.map((one) => one.session)))
      expect(left.filter((one) => one.session === session)).toHaveLength(whole.get(session) ?? 0);
    expect(Math.max(...left.map(({ score }) => score))).toBeLessThanOrEqual(0.5);
    expect(deployment.critic?.name).toContain('halve');
  });
});

const PROCEDURE = { title: 'P', screen: 'main', screenTitle: 'Main' };

describe('scoreReviews', () => {
  it.each([1, 2, 3, 7, 100])(
    'leaves each review its own score, answer and place, asked %i at once',
    async (batchSize) => {
      const desk = new TestDesk();
      desk.reset(testSession('s'));
      const shown = desk.observe();
      const reviews = Array.from(
        { length: 7 },
        (_, at): Review => ({
          screen: { ...shown, caseId: `case ${at}`, procedure: at % 2 ? { ...PROCEDURE, id: `p${at}` } : null },
          suggestion: { ranked: [] },
          accepted: at % 3 === 0,
          session: `s${at}`,
          step: at,
          action: { kind: 'close', resolution: `r${at}` },
        }),
      );
      const byCase = (screen: Screen) => Number(screen.caseId.slice('case '.length)) / 10;
      const critic = {
        ...testCritic,
        score: async (all: readonly Proposal[]) => all.map(({ screen }) => byCase(screen)),
      };
      expect(await scoreReviews(critic, reviews, batchSize)).toEqual(
        reviews.map(({ accepted, action, session: id, screen }, at) => ({
          score: at / 10,
          accepted,
          action,
          procedure: screen.procedure?.id ?? null,
          session: id,
        })),
      );
    },
  );
});
