import { describe, expect, it } from 'vitest';
import { recipe as critic } from '../../../../policies/critics/max-softmax.ts';
import { recipe as gate } from '../../../../policies/gates/plug-in.ts';
import { recipe as markov } from '../../../../policies/models/markov.ts';
import { unsoundFigures } from '../../../../reports/figures/unsound-figures.ts';
import { type KeyedSums, totalsOf } from '../../../../reports/stats/session-sums.ts';
import { datasetsBySeed } from '../../../bench/data/load-dataset.ts';
import { inProcessDesks } from '../../../bench/desks/desks.ts';
import { preparePolicy } from '../../../bench/models/prepare-policy.ts';
import { USUAL_WEIGHTS } from '../../../bench/reward/reward-weights.ts';
import { splitSessions } from '../../../deployment/split-sessions.ts';
import type { Method } from '../methods.ts';
import { parseNoise } from '../named-noise.ts';
import type { PooledNoise } from '../results.ts';
import { differenceOf, figureOf, pooledArms } from './closed-arms.ts';
import { closedFindings } from './closed-findings.ts';
import { closedGround } from './closed-ground.ts';
import { closedNotes } from './closed-notes.ts';
import { closedTable } from './closed-table.ts';
import { finalists, type Trained } from './finalists.ts';
import { CLOSED_FIGURES, type ClosedArm, playClosed } from './play-closed.ts';

const load = async (sessions: number) => datasetsBySeed(undefined, sessions)('1');
const SHARES = { train: 0.25, feedback: 0.4, calibration: 0.1, evaluation: 0.25 };

async function population(sessions: number) {
  const loaded = await load(sessions);
  return { loaded, parts: splitSessions(loaded.dataset.sessions, '1', SHARES), seed: '1' };
}

describe('where policies are played', () => {
  it('nobody has learned from any session of generated data, and each part is as large', async () => {
    const deployed = await population(60);
    const ground = closedGround(deployed, await load(60 + 3 * 20), parseNoise('none').point, 20)!;
    const known = new Set(deployed.loaded.dataset.sessions.map(({ id }) => id));
    const all = Object.values(ground.parts).flat();
    expect(Object.values(ground.parts).map(({ length }) => length)).toEqual([20, 20, 20]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(60);
    expect(all.some(({ id }) => known.has(id))).toBe(false);
  });

  it('in logs its parts serve once more, and there is none where no goal can be known', async () => {
    const deployed = await population(60);
    const { point } = parseNoise('0.3/0.3/0.3');
    const ground = closedGround(deployed, null, point, 8)!;
    expect(ground.parts.feedback).toEqual(deployed.parts.feedback);
    expect(ground.parts.evaluation).toHaveLength(8);
    const { loaded } = deployed;
    const sessions = loaded.dataset.sessions.map((session) => ({ ...session, goal: null, steps: [] }));
    const without = { ...loaded, dataset: { ...loaded.dataset, sessions } };
    expect(closedGround({ ...deployed, loaded: without }, null, point, 8)).toBeNull();
  });
});

async function played(noise: string) {
  const deployed = await population(80);
  const { catalog } = deployed.loaded.dataset;
  const fit = { label: 'policy', catalog, desks: inProcessDesks(catalog), seed: '1', providers: ['cpu'] };
  const policy = await preparePolicy({ ...fit, sessions: deployed.parts.train, recipe: markov });
  const ground = closedGround(deployed, await load(80 + 3 * 30), parseNoise(noise).point, 30)!;
  const training = { critic, gate, gateOptions: { targetPrecision: 0.5, delta: 0.1 } };
  const policies = ['as deployed', 'the same'].map((name) => ({ name, policy }));
  return playClosed({ deployed, ground, policies, training, weights: USUAL_WEIGHTS, providers: ['cpu'] });
}

it('a policy is as good as itself, and where nobody errs what is reported is true', async () => {
  const { arms, crashes } = await played('none');
  const [one, other] = arms as [ClosedArm, ClosedArm];
  expect(crashes).toEqual([]);
  expect({ ...other, name: one.name }).toEqual(one);
  expect(totalsOf(one.sums.automated).numerator).toBeGreaterThan(0);
  expect(one.sums.reportedShort).toEqual(one.sums.trueShort);
  expect(new Set(Array.from(one.sums.trueShort.numerators)).size).toBeGreaterThan(5);
}, 60_000);

it('judges who err report another reward than the true one', async () => {
  const { arms } = await played('0.3/0.3/0.3');
  expect(Array.from(arms[0]!.sums.reportedShort.numerators)).not.toEqual(
    Array.from(arms[0]!.sums.trueShort.numerators),
  );
}, 60_000);

describe('who is played', () => {
  const trained = (name: string, heldOut: number): Trained => ({
    method: { name, objective: { name, of: 'labels' }, reference: null, dynamics: null } as unknown as Method,
    heldOut,
    parameters: {},
  });
  const all = [trained('sft-answers', 0.9), trained('dpo frozen', 0.4), trained('kto soft', 0.5), trained('kto', 0.5)];
  const names = (some: readonly Trained[]) => some.map(({ method }) => method.name);

  it('is cross entropy, and the method that held-out answers choose, the first of equals', () => {
    expect(names(finalists(all))).toEqual(['sft-answers', 'kto soft']);
    expect(names(finalists(all.slice(0, 1)))).toEqual(['sft-answers']);
  });

  it('is what the first population chose, whatever others would; nothing where it was not trained', () => {
    expect(names(finalists(all, 'dpo frozen'))).toEqual(['sft-answers', 'dpo frozen']);
    expect(names(finalists(all, 'robust-dpo soft'))).toEqual(['sft-answers']);
  });
});

const SESSIONS = 80;
/** An arm of which each figure is 1 in so many sessions more than half; rewards fall as far short. */
function arm(name: string, more: number, reported = -more): ClosedArm {
  const sessions = Array.from({ length: SESSIONS }, (_, at) => `s${at}`);
  const sums = CLOSED_FIGURES.map((figure): [string, KeyedSums] => {
    const count = SESSIONS / 2 + (figure === 'trueShort' ? -more : figure === 'reportedShort' ? reported : more);
    const numerators = sessions.map((_, at) => Number(at < count));
    return [figure, { sessions, numerators, denominators: sessions.map(() => 1) }];
  });
  return { name, gate: 'closed', sums: Object.fromEntries(sums) as unknown as ClosedArm['sums'] };
}
const results = (closed: readonly ClosedArm[] | null) => [{ noise: 'none', closed }] as unknown as PooledNoise[];

describe('what is told', () => {
  it('follows the figures, and turns with their signs', () => {
    const told = (more: number) => closedFindings(results([arm('as deployed', 0), arm('kto', more)]), 1).join(' ');
    expect(told(20)).toMatch(
      /goals reached \(50\s%[^)]* as deployed\): kto \+25\spp \[14, 34\], better\. sessions automated/,
    );
    expect(told(20)).toMatch(/true reward \(0\.5\d* \[.*\] as deployed\): kto \+0\.25\d* \[.*\], better\./);
    expect(told(-20)).toMatch(/goals reached .*: kto −25\spp \[.*\], worse\. sessions automated/);
    expect(told(-20)).toMatch(/true reward .*: kto −0\.25\d* \[.*\], worse\./);
    expect(told(20)).toMatch(/every session’s reported reward is the true one/);
  });

  it('says of which policy a report would judge otherwise, and which way it errs', () => {
    const told = (reported: number) =>
      closedFindings(results([arm('as deployed', 0, 10), arm('kto', 20, reported)]), 1).at(-1);
    expect(told(30)).toMatch(
      /of the deployed policy is −0\.12\d* \[.*says otherwise of kto \(worse; in truth better\)/,
    );
    expect(told(-15)).toMatch(/says the same of each policy/);
    expect(closedFindings(results([arm('as deployed', 0, -10), arm('kto', 20)]), 1).at(-1)).toMatch(/is \+0\.12/);
  });

  it('stands in a table, of rewards themselves; differences only beside the deployed policy', () => {
    const [table] = closedTable(results([arm('as deployed', 0), arm('kto', 20)]), USUAL_WEIGHTS);
    const [deployed, kto] = table!.rows.map(({ cells }) => cells);
    expect(unsoundFigures({ tables: [table!] })).toEqual([]);
    expect(deployed).toMatchObject({ goal: { estimate: 0.5 }, true_reward: { estimate: 0.5 }, goal_difference: null });
    expect(kto).toMatchObject({ true_reward: { estimate: 0.75 }, true_reward_difference: { estimate: 0.25 } });
    expect(closedTable(results(null), USUAL_WEIGHTS)).toEqual([]);
  });

  it('counts a reward for what a goal counts for', () => {
    const [one, other] = [arm('one', 0), arm('other', 10)];
    expect(figureOf(one, 'trueReward', 3).estimate).toBe(2.5);
    expect(differenceOf(other, one, 'trueReward').estimate).toBeCloseTo(0.125, 10);
    expect(differenceOf(other, one, 'goal').estimate).toBeCloseTo(0.125, 10);
  });

  it.each([
    [null, 150, undefined, /No closed loop: too few/],
    [null, 0, undefined, /none was asked for/],
    [[arm('as deployed', 0)], 150, undefined, /sessions of their own/],
    [[arm('as deployed', 0)], 150, 'star', /worked once more/],
  ] as const)('or why there is nothing: %#', (closed, closedSessions, logs, words) => {
    expect(closedNotes(results(closed), { logs, closedSessions }, gate)[0]).toMatch(words);
  });
});

it('populations are put together where each has the arm, and gates that differ are all named', () => {
  const open = { ...arm('kto', 10), gate: 'from 0.90' };
  const pooled = pooledArms([
    [arm('as deployed', 0), arm('kto', 10), arm('dpo', 0)],
    [arm('as deployed', 0), open],
  ])!;
  expect(pooled.map(({ name, gate: stands }) => [name, stands])).toEqual([
    ['as deployed', 'closed'],
    ['kto', 'closed / from 0.90'],
  ]);
  expect(pooled[1]!.sums.goal.sessions).toHaveLength(2 * SESSIONS);
  expect(new Set(pooled[1]!.sums.goal.sessions).size).toBe(2 * SESSIONS);
  expect(pooledArms([[arm('as deployed', 0)], null])).toBeNull();
});
