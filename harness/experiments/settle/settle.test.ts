import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recipe as ngram } from '../../../policies/models/ngram.ts';
import type { Ranged } from '../../../reports/figures/schema.ts';
import { unsoundFigures } from '../../../reports/figures/unsound-figures.ts';
import { metric as activeTime } from '../../../reports/metrics/active-ms-per-session.ts';
import { type ArmSpec, type Outcome, playPoint } from '../../bench/arms/play-point.ts';
import { poolFolds } from '../../bench/arms/pool-folds.ts';
import { collectAudited } from '../../bench/closed-loop/closed-bench.ts';
import type { OpenBench } from '../../bench/closed-loop/open-closed-bench.ts';
import { CLEAN, PAPER, settlePoints } from '../../bench/closed-loop/settle-points.ts';
import { openTestBench } from '../../bench/closed-loop/test-bench.ts';
import { uniformNoise, uniformRate } from '../../contract/noise-rates.ts';
import type { PolicyRecipe } from '../../contract/policy.ts';
import { besidePublishedTable } from './preset-tables.ts';
import { alignedNotes } from './settle-notes.ts';
import { settlePlays } from './settle-plays.ts';
import { settlePlots } from './settle-plots.ts';
import { settleFindings } from './settle-words.ts';

let open: OpenBench;

beforeAll(async () => {
  open = await openTestBench(300, { train: 0.4, feedback: 0.3, calibration: 0.15, evaluation: 0.15 });
}, 60_000);
afterAll(() => open?.close());

const ASKED: readonly ArmSpec[] = [
  { arm: 'human-only', name: 'human-only' },
  { arm: 'copilot', name: 'copilot with confirmation' },
  { arm: 'selective', name: 'selective, acceptance', recipe: { threshold: 'acceptance' } },
  { arm: 'selective', name: 'selective, corrected', recipe: { threshold: 'corrected' } },
  { arm: 'confirmed-close', name: 'confirmed close', recipe: { threshold: 'corrected' } },
  { arm: 'oracle', name: 'oracle gate' },
  { arm: 'chatbot', name: 'intent chatbot' },
];

async function play(point: typeof CLEAN): Promise<Outcome[]> {
  const { bench, recipes, parts } = open;
  const arms = await playPoint({
    bench,
    training: { critic: recipes.critic, gate: recipes.gate, gateOptions: { targetPrecision: 0.6, delta: 0.1 } },
    point,
    arms: ASKED,
    sessions: parts.evaluation,
    onTrained: () => {},
    onPlayed: () => {},
  });
  return poolFolds([{ fold: 1, arms }]);
}

describe('with operators who never err', () => {
  let outcomes: Outcome[];
  beforeAll(async () => {
    outcomes = await play(CLEAN);
  }, 60_000);
  const of = (name: string) => {
    const found = outcomes.find((one) => one.name === name);
    if (!found) throw new Error(`No arm ${name}.`);
    return found.figures;
  };

  it.each(['human-only', 'copilot with confirmation', 'oracle gate'])('%s reaches every goal', (name) => {
    expect(of(name).goal.estimate).toBe(1);
    expect(of(name).wrongExecuted.estimate).toBe(0);
  });

  it('automation only happens where there is some, and nobody closes a confirmed case alone', () => {
    expect(of('human-only').stepsAutomated.estimate).toBe(0);
    expect(of('copilot with confirmation').stepsAutomated.estimate).toBe(0);
    expect(of('confirmed close').automated.estimate).toBe(0);
    expect(of('oracle gate').stepsAutomated.estimate).toBeGreaterThan(0);
  });

  it('a gate at .6 lets wrong actions through and misses goals that people reach', () => {
    expect(of('selective, acceptance').wrongExecuted.estimate).toBeGreaterThan(0);
    expect(of('selective, acceptance').goalChange.estimate).toBeLessThan(0);
  });

  it('published figures stand beside: these operators refuse for errors of the model alone', () => {
    const { rows } = besidePublishedTable([outcomes]);
    const shareOf = (figure: string) => rows.find(({ cells }) => cells.figure === figure)?.cells.share as Ranged;
    expect(shareOf('refused, model error').estimate).toBe(1);
    for (const reason of ['acceptable', 'environment', 'other']) expect(shareOf(`refused, ${reason}`).estimate).toBe(0);
    expect(of('intent chatbot').goal).toMatchObject(shareOf('goals the chatbot reaches'));
    expect(of('selective, acceptance').automated).toMatchObject(shareOf('sessions automated'));
    const activeMs = (name: string) => of(name).activeMs.estimate as number;
    const change = rows.find(({ cells }) => cells.figure === 'AAT, automatic end against a confirmed one')?.cells
      .change;
    expect((change as Ranged).estimate).toBeCloseTo(
      activeMs('selective, acceptance') / activeMs('confirmed close') - 1,
      9,
    );
    expect(() => besidePublishedTable([outcomes.slice(0, 2)])).toThrow(/was not played/);
  });

  it('published figures stand beside an arm that takes more than twice as long: a change has no limit', () => {
    const slow = outcomes.map((outcome): Outcome => {
      if (outcome.name !== 'selective, acceptance') return outcome;
      const sums: Outcome['sums']['sums'] = (metric) => {
        const own = outcome.sums.sums(metric);
        return metric === activeTime.name
          ? { ...own, numerators: Float64Array.from(own.numerators, (ms) => 9 * ms + 1e6) }
          : own;
      };
      return { ...outcome, sums: { ...outcome.sums, sessions: () => outcome.sums.sessions(), sums } };
    });
    const table = besidePublishedTable([slow]);
    const against = table.rows.filter(({ cells }) => String(cells.figure).includes('against'));
    expect(against).toHaveLength(2);
    for (const { cells } of against) expect((cells.change as Ranged).estimate).toBeGreaterThan(1);
    expect(unsoundFigures({ tables: [table] })).toEqual([]);
  });

  it('has a point with its interval for each noise point, told apart by threshold', () => {
    const [plot] = settlePlots(outcomes);
    expect(plot?.curves.map(({ label }) => label)).toEqual(['selective, acceptance', 'selective, corrected']);
    const { automated, goalChange } = of('selective, acceptance');
    expect(plot?.curves[0]?.points).toMatchObject([
      { x: 100 * (automated.estimate ?? 0), y: 100 * (goalChange.estimate ?? 0) },
    ]);
    expect(plot?.curves[0]?.points[0]?.xRange).toEqual({
      low: 100 * (automated.low ?? 0),
      high: 100 * (automated.high ?? 0),
    });
  });

  it('is put in words that name every selective arm', () => {
    const words = settleFindings(outcomes, outcomes, outcomes).join('\n');
    for (const name of ['selective, acceptance', 'selective, corrected']) expect(words).toContain(name);
    expect(words).not.toMatch(/NaN|undefined|null/);
  });

  it.each([
    { reached: 40, words: /Of the remedies other buys most quality, 50(\.0)?\u202fpp \[/ },
    {
      reached: 21,
      words:
        /No remedy is shown to buy quality back; other comes nearest, [23](\.5)?\u202fpp \[.*\] more \(undecided, \d+ sessions would decide\)/,
    },
    { reached: 20, words: /No remedy buys quality back/ },
    { reached: 0, words: /No remedy buys quality back/ },
  ])('says of a remedy what its difference allows: $reached of 40 goals after 20', ({ reached, words }) => {
    const as = (name: string, goals: number): Outcome => {
      const numerators = Float64Array.from({ length: 40 }, (_, at) => (at < goals ? 1 : 0));
      const sessions = Array.from(numerators, (_, at) => `s${at}`);
      const sums = () => ({ sessions, numerators, denominators: new Float64Array(40).fill(1) });
      return { ...(outcomes[2] as Outcome), name, sums: { sessions: () => sessions, crashed: () => [], sums } };
    };
    expect(settleFindings([], [], [as('plain', 20), as('other', reached)]).at(-1)).toMatch(words);
  });
});

it('teaches recipes apart that differ in anything, and equal ones once', async () => {
  const { bench, recipes } = open;
  const other = { ...recipes.critic, name: 'other' };
  const of = [{}, { doubleReview: true }, { critic: other }, { doubleReview: false }].map((more) => ({
    threshold: 'acceptance' as const,
    ...more,
  }));
  let count = 0;
  const arms = [...of, { threshold: 'corrected' as const }].map(
    (recipe, at): ArmSpec => ({ arm: 'selective', name: `arm ${at}`, recipe }),
  );
  const played = playPoint({
    bench,
    training: { critic: recipes.critic, gate: recipes.gate, gateOptions: { targetPrecision: 0.6, delta: 0.1 } },
    point: CLEAN,
    arms,
    sessions: [],
    onTrained: (_, all) => {
      count = all;
      throw new Error('One is enough.');
    },
    onPlayed: () => {},
  });
  await expect(played).rejects.toThrow('One is enough.');
  expect(count).toBe(4);
});

it('audits operators of set rates to these rates', async () => {
  const noise = { ...uniformNoise(), alpha: uniformRate(0.3), beta: uniformRate(0.4) };
  const { rates, feedback: answers } = await collectAudited(open.bench, noise);
  expect(answers.feedback.reviews.length).toBeGreaterThan(200);
  // Four standard deviations of a hundred answers each.
  expect(Math.abs(rates.all.alpha - 0.3)).toBeLessThan(0.18);
  expect(Math.abs(rates.all.beta - 0.4)).toBeLessThan(0.2);
});

describe('the grid', () => {
  it('crosses the rates, then adds each further slip and each trait to the paper’s mix', () => {
    const points = settlePoints({ alpha: '0,0.1', beta: '0,0.3', slip: '0.01,0.05', traits: 'skill,vigilance=2' });
    expect(points.map(({ label }) => label)).toEqual([
      'α 0 β 0 slip 0.01',
      'α 0 β 0.3 slip 0.01',
      'α 0.1 β 0 slip 0.01',
      'α 0.1 β 0.3 slip 0.01',
      'paper, slip 0.05',
      'paper, skill 1',
      'paper, vigilance 2',
    ]);
    const slipping = points.find(({ slip, alpha }) => slip === '0.05' && alpha === 'paper');
    expect(slipping?.noise).toEqual({ ...PAPER.noise, slip: uniformRate(0.05) });
    expect(points.at(-1)?.noise.traits).toMatchObject({ vigilance: 2 });
  });

  it.each(['zeal', 'skill=-1', 'skill=', 'instructed-reject'])('refuses the trait %s by name', (traits) => {
    expect(() => settlePoints({ alpha: '0', beta: '0', slip: '0', traits })).toThrow(/--traits/);
  });
});

it('an aligned policy is a remedy where the policy offers its networks', async () => {
  const { cache, recipes } = open;
  const remedies = async (policy: PolicyRecipe) =>
    (await settlePlays([], { critic: 'ngram' }, { cache, recipes: { ...recipes, policy } }))
      .at(-1)!
      .arms.map(({ name }) => name);
  expect(await remedies(ngram)).toContain('aligned policy');
  expect(await remedies(recipes.policy)).not.toContain('aligned policy');
  const [note] = alignedNotes([[{ name: 'aligned policy' }]] as unknown as Parameters<typeof alignedNotes>[0]);
  expect(note).toMatch(/^Aligned policy: .*sft-answers/);
  expect(alignedNotes([[{ name: 'monitors' }]] as unknown as Parameters<typeof alignedNotes>[0])).toEqual([]);
});
