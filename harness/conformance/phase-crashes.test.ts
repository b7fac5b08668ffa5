import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { writeDataset } from '../../fixtures/format/write-dataset.ts';
import { figuresSchema } from '../../reports/figures/schema.ts';
import { createOperator } from '../../simulators/operators/answering/create-operator.ts';
import { STAR_TIMES } from '../../simulators/operators/answering/operator-times.ts';
import { collectAudited } from '../bench/closed-loop/closed-bench.ts';
import { PAPER_OPERATORS } from '../bench/closed-loop/paper-operators.ts';
import { openTestBench } from '../bench/closed-loop/test-bench.ts';
import { crashingDesks } from '../bench/closed-loop/test-crashes.ts';
import { embeddedDataset } from '../bench/data/embedded-dataset.ts';
import { datasetsBySeed } from '../bench/data/load-dataset.ts';
import { splitDataset } from '../bench/data/splits.ts';
import { inProcessDesks } from '../bench/desks/desks.ts';
import { SessionExamples } from '../bench/models/session-examples.ts';
import { type Answer, copilotAnswers, keyOf } from '../bench/noise/copilot-answers.ts';
import { type Crashes, crashFindings, crashTable } from '../bench/report/crashes.ts';
import { commandOf } from '../bench/run-experiment.ts';
import { captureOutput } from '../capture-output.ts';
import { type Environment, InfrastructureError } from '../contract/environment.ts';
import { uniformNoise } from '../contract/noise-rates.ts';
import type { Policy } from '../contract/policy.ts';
import { gatherRefusals, hardSetCrashes } from '../experiments/corrections/gather-corrections.ts';
import { experiment as headline } from '../experiments/headline/index.ts';
import { experiment as replay } from '../experiments/replay/index.ts';
import { rolloutCrashes } from '../experiments/rollout/rollout-crashes.ts';

/** Sessions in which the desks that experiments open for themselves fail. */
const lost = vi.hoisted(() => new Set<string>());
vi.mock('../bench/desks/desks.ts', async (original) => {
  const desks = await original<typeof import('../bench/desks/desks.ts')>();
  const { crashingDesks: crashing } = await import('../bench/closed-loop/test-crashes.ts');
  return { ...desks, inProcessDesks: (catalog: never) => crashing(desks.inProcessDesks(catalog), lost) };
});

const dataset = embeddedDataset(80);
const { catalog, sessions } = dataset;
const NOISE = uniformNoise({ alpha: 0.2, beta: 0.4 });

/** Proposes the first reply that a screen offers. */
const policy: Policy = {
  name: 'first reply',
  provider: 'none',
  suggest: async (screens) =>
    screens.map(({ controls }) => {
      const reply = controls.find(({ kind, enabled }) => kind === 'reply' && enabled);
      const text = reply?.label ?? '';
      return { ranked: reply ? [{ action: { kind: 'send_text', reply: reply.target, text }, confidence: 0.5 }] : [] };
    }),
  dispose: async () => undefined,
};

/** A desk that is opened again after each failure, and fails in a session as often as is said. */
function failing(times: ReadonlyMap<string, number>): () => Environment {
  const left = new Map(times);
  return () => {
    const desk = inProcessDesks(catalog).openEnvironment();
    return {
      ...desk,
      reset(opening) {
        const more = left.get(opening.id) ?? 0;
        left.set(opening.id, more - 1);
        if (more > 0) throw new InfrastructureError('The page crashed.');
        return desk.reset(opening);
      },
    };
  };
}

const REPLAY = [
  ...['--alpha', '0.1', '--beta', '0.2', '--populations', '1', '--browser-sessions', '0', '--no-cache'],
  ...['--policy', 'markov', '--critic', 'max-softmax', '--gate', 'plug-in'],
];

/** An episode is begun this often before it counts as crashed. */
const TRIES = 3;

describe('crashes before play', () => {
  it('are told by phase, seed and session where operators teach in closed loop, and teach nothing', async () => {
    const open = await openTestBench(120, { train: 0.3, feedback: 0.3, calibration: 0.2, evaluation: 0.2 });
    try {
      const { feedback, calibration } = open.parts;
      const crashed = [feedback[1]!.id, feedback[4]!.id, calibration[0]!.id];
      const told: Crashes[] = [];
      const ask = (ids: readonly string[]) =>
        collectAudited(
          {
            ...open.bench,
            feedbackDesks: crashingDesks(open.bench.desks, new Set(ids)),
            onCrashes: (found) => told.push(...found),
          },
          PAPER_OPERATORS,
        );
      const whole = await ask([]);
      expect(told).toEqual([]);
      const { feedback: answers } = await ask(crashed);
      expect(told).toMatchObject([
        {
          where: 'the feedback phase, seed "1"',
          requested: feedback.length,
          sessions: crashed.slice(0, 2),
          inTraining: true,
        },
        { where: 'the calibration phase, seed "1"', requested: calibration.length, sessions: crashed.slice(2) },
      ]);
      const others = whole.feedback.feedback.reviews.filter(({ session }) => !crashed.includes(session));
      expect(answers.feedback.reviews).toEqual(others);
      expect(others.length).toBeLessThan(whole.feedback.feedback.reviews.length);
      expect(crashFindings(told)[0]).toContain('learned without the sessions that crashed there');
    } finally {
      await open.close();
    }
  }, 60_000);

  it('leave answers paired by session where they are unequal, and say what was left out', async () => {
    const [one, two] = [sessions[3]!.id, sessions[7]!.id];
    const told: Crashes[] = [];
    const ask = (times: ReadonlyMap<string, number>) => {
      const world = { catalog, policy, times: STAR_TIMES, seed: '1', openEnvironment: failing(times) };
      return copilotAnswers({ ...world, onCrashes: (found) => told.push(...found) }, 'evaluation', sessions, NOISE);
    };
    const whole = await ask(new Map());
    // The first fails for the noisy operators alone, the second for both.
    const answers = await ask(
      new Map([
        [one, TRIES],
        [two, 2 * TRIES],
      ]),
    );
    expect(answers.map(keyOf)).toEqual(whole.filter(({ session }) => session !== one && session !== two).map(keyOf));
    const [crashes, ...more] = told;
    expect(more).toEqual([]);
    expect(crashes).toMatchObject({ where: 'the evaluation phase, seed "1"', requested: sessions.length });
    expect(crashes!.sessions).toEqual([one, two]);
    const right = (some: readonly Answer[]) => some.filter((answer) => answer.right).length / some.length;
    const { low, estimate, high } = crashes!.bounds.get('right')!;
    expect(estimate).toBeCloseTo(right(answers), 12);
    expect(right(whole)).toBeGreaterThanOrEqual(low!);
    expect(right(whole)).toBeLessThanOrEqual(high!);
  });

  it('leave corrections and the hard set without those sessions, with bounds for it', async () => {
    const examples = new SessionExamples(inProcessDesks(catalog).openEnvironment(), catalog);
    const operator = createOperator({ noise: NOISE, times: STAR_TIMES, population: '1' });
    const gather = (times: ReadonlyMap<string, number>) => {
      const run = { catalog, policy, operator, noise: NOISE, sessions, seed: '1' };
      return gatherRefusals({ ...run, openEnvironment: failing(times) }, examples);
    };
    const whole = await gather(new Map());
    expect(whole.crashed).toEqual([]);
    const id = whole.refusals[0]!.session;
    const part = await gather(new Map([[id, TRIES]]));
    expect(part.crashed).toEqual([id]);
    expect(part.refusals).toEqual(whole.refusals.filter(({ session }) => session !== id));
    const hard = { numerators: [1, 0, 2], denominators: [2, 0, 2] };
    const [crashes] = hardSetCrashes('1', hard, { sessions: 4, crashed: [id] });
    expect(crashes!.bounds.get('hard')).toMatchObject({ low: 3 / 6, estimate: 3 / 4, high: 5 / 6 });
    expect(crashes!.inTraining).toBeUndefined();
  });

  it('are a row of each rollout, with bounds on its shares', () => {
    const day = { day: 1, wrongExecuted: 0, executed: 0, activeMs: 0, stages: '', events: '' };
    const days = [
      { ...day, sessions: 6, automated: 2, reached: 6 },
      { ...day, day: 2, sessions: 2, automated: 2, reached: 1 },
    ];
    const crashes = rolloutCrashes([
      { seed: '1', days, crashed: [] },
      { seed: '2', days, crashed: ['a', 'b'] },
    ]);
    expect(crashes).toMatchObject([{ where: 'rollout 2, seed "2"', requested: 10, sessions: ['a', 'b'] }]);
    const { columns, rows } = crashTable(crashes);
    expect(columns.map(({ id }) => id)).toEqual([
      'where',
      'requested',
      'crashed',
      'session_automation',
      'goal_reached',
      'sessions',
    ]);
    expect(rows[0]!.cells.session_automation).toEqual({ estimate: 0.5, low: 0.4, high: 0.6, of: 10 });
    expect(rows[0]!.cells.goal_reached).toEqual({ estimate: 7 / 8, low: 0.7, high: 0.9, of: 10 });
  });
});

describe('a run whose feedback crashes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deskbench-phases-'));
  afterEach(() => {
    lost.clear();
    process.exitCode = 0;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is incomplete, ends with exit code 3, and the report names phase, seed and session', async () => {
    const loaded = embeddedDataset(60);
    const id = splitDataset(loaded, 'random', '1', null).parts.feedback[0]!.id;
    const logs = join(folder, 'logs');
    writeDataset(logs, loaded);
    lost.add(id);
    const output = captureOutput();
    await commandOf(replay).parseAsync([...REPLAY, '--logs', logs, '--out', join(folder, 'run')], { from: 'user' });
    output.end();
    expect(process.exitCode).toBe(3);
    const read = (name: string) => readFileSync(join(folder, 'run', name), 'utf8');
    const figures = figuresSchema.parse(JSON.parse(read('figures.json')));
    expect(figures.complete).toBe(false);
    expect(figures.findings.join('\n')).toContain('the feedback phase, seed "1"');
    expect(read('crashed.csv')).toContain(id);
    expect(output.text()).toContain('INCOMPLETE');
    expect(read('report.html')).toContain('Incomplete.');
  }, 60_000);

  it('tells so of each loop in which it did', async () => {
    const { dataset: generated } = await datasetsBySeed(undefined, 900)('1');
    const shares = { train: 0.2, feedback: 0.25, calibration: 0.2, evaluation: 0.35 };
    const id = splitDataset(generated, 'random', '1', 60, shares).parts.feedback[0]!.id;
    lost.add(id);
    const output = captureOutput();
    const out = join(folder, 'loops');
    await commandOf(headline).parseAsync([...REPLAY.slice(4), '--sessions', '60', '--out', out], { from: 'user' });
    output.end();
    expect(process.exitCode).toBe(3);
    const told = readFileSync(join(out, 'crashed.csv'), 'utf8')
      .split('\n')
      .filter((line) => line.includes(id));
    expect(told.filter((line) => line.includes('selective closed-loop alpha'))).toHaveLength(4);
    expect(told.filter((line) => line.includes('selective alpha'))).toHaveLength(4);
  }, 60_000);
});
