import { describe, expect, it } from 'vitest';
import type { CalibratorRecipe, ScoredAnswer } from '../contract/calibrator.ts';
import type { CriticFitOptions, CriticRecipe, Proposal } from '../contract/critic.ts';
import type { Gate, GateExample, GateOptions, GateRecipe } from '../contract/gate.ts';
import { uniformNoise } from '../contract/noise-rates.ts';
import type { Screen } from '../contract/screen.ts';
import type { Review } from '../engine/review.ts';
import { TestDesk, testCatalog } from '../engine/test-desk.ts';
import { testCritic, testOperator, testPolicy, testSession } from '../engine/test-roles.ts';
import { wrapCritic } from '../engine/wrap-role.ts';
import { collectFeedback } from './collect-feedback.ts';
import { withinSlice } from './slice-pair.ts';
import { splitSessions } from './split-sessions.ts';
import {
  calibratedCritic,
  deferUnusual,
  scoreReviews,
  type TrainingSettings,
  trainCriticAndGate,
  withFallback,
} from './train-critic-and-gate.ts';

const sessions = Array.from({ length: 200 }, (_, i) => testSession(`s${i}`));
const parts = splitSessions(sessions, '1');

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

async function train(extra: (recipes: ReturnType<typeof spies>) => Partial<TrainingSettings> = () => ({})) {
  const recipes = spies();
  const bench = {
    catalog: testCatalog,
    desks: { openEnvironment: () => new TestDesk() },
    parts,
    policy: testPolicy(),
    operatorOf: () => testOperator,
    seed: '1',
    fit: { seed: '1' },
  };
  const deployment = await trainCriticAndGate(bench, await collectFeedback(bench, uniformNoise()), {
    critic: recipes.critic,
    gate: recipes.gate,
    gateOptions: { targetPrecision: 0.9, delta: 0.05 },
    ...extra(recipes),
  });
  return { deployment, seen: recipes.seen };
}

describe('trainCriticAndGate', () => {
  it('tells critic and gate nothing of the noise unless it is asked to', async () => {
    const { seen } = await train();
    expect(seen.critic[0]).not.toHaveProperty('noise');
    expect(seen.gate[0]?.options).toEqual({ targetPrecision: 0.9, delta: 0.05 });
    const informed = await train(({ gate }) => ({
      known: {
        rates: { alpha: 0.1, beta: 0.2 },
        gate: { ...gate, fit: (all, given) => gate.fit(all, { ...given, noise: { alpha: 0, beta: 0.5 } }) },
      },
    }));
    expect(informed.seen.critic[0]?.noise).toEqual({ alpha: 0.1, beta: 0.2 });
    expect(informed.seen.gate.map(({ options }) => options.noise)).toEqual([{ alpha: 0, beta: 0.5 }]);
  });

  it('calibrates on held-out sessions that the gate then does without, and gates by calibrated scores', async () => {
    const plain = await train();
    const { seen, deployment } = await train(({ calibrator }) => ({ calibrator }));
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

it('sets no gate from fewer held-out answers than are asked for, and says so', async () => {
  const { deployment, seen } = await train(() => ({ minSupport: 10_000 }));
  expect(seen.gate).toEqual([]);
  expect(deployment.gate.threshold).toBeNull();
  expect(deployment.gate.reason).toMatch(/there are \d+ held-out answers, and 10000 are asked for/);
});

it('disposes of the critic where no gate can be set', async () => {
  let disposed = 0;
  const failing = train(({ critic, gate }) => ({
    critic: {
      ...critic,
      fit: async (...given) => wrapCritic(await critic.fit(...given), { dispose: async () => void disposed++ }),
    },
    gate: {
      ...gate,
      fit: () => {
        throw new Error('No gate today.');
      },
    },
  }));
  await expect(failing).rejects.toThrow('No gate today.');
  expect(disposed).toBe(1);
});

describe('what is put around a critic or a gate', () => {
  const unusual = {
    name: 'all',
    summary: '',
    fit: () => ({ name: 'all', score: (some: readonly unknown[]) => some.map(() => 1) }),
  };
  const done: string[] = [];
  const whole = wrapCritic(testCritic, {
    save: (folder) => void done.push(`save ${folder}`),
    dispose: async () => void done.push('dispose'),
  });

  it.each([
    ['calibrated', calibratedCritic(whole, { name: 'halve', calibrate: (score) => score / 2 })],
    ['with a fallback', withFallback(whole, [], [], { recipe: unusual, threshold: () => 0 }, '1')],
  ])('a critic, %s, is saved and disposed of as it is', async (_, critic) => {
    done.length = 0;
    expect(critic).not.toBe(whole);
    await critic.save?.('x');
    await critic.dispose();
    expect(done).toEqual(['save x', 'dispose']);
    expect(critic.provider).toBe(whole.provider);
  });

  it('a gate keeps its slices and its threshold', () => {
    const slices = [{ slice: 'close', threshold: 0, reason: 'open' }];
    const gate: Gate = { name: 'g', threshold: 0, reason: 'r', slices, decide: () => 'execute' };
    for (const around of [deferUnusual(gate), withinSlice(gate, 'a', new Map())])
      expect(around).toMatchObject({ name: 'g', threshold: 0, reason: 'r', slices });
    expect(deferUnusual(gate).decide(0, { kind: 'close', resolution: 'r' }, null)).toBe('defer');
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
