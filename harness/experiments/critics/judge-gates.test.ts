import { describe, expect, it } from 'vitest';
import { recipe as clopperPearson } from '../../../policies/gates/clopper-pearson.ts';
import { recipe as plugIn } from '../../../policies/gates/plug-in.ts';
import { firstView } from '../../../reports/figures/table.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import type { Action } from '../../contract/action.ts';
import { createRng } from '../../shared/streams.ts';
import { reachableTable } from './guarantees-table.ts';
import type { AnswerScores, JudgedCritic } from './judge-critics.ts';
import { judgeGate } from './judge-gates.ts';
import { judgeGuarantee, reachableTarget } from './judge-guarantees.ts';
import type { NoiseResult } from './noise-result.ts';
import { gateSlicesTable } from './slices-table.ts';

const { catalog } = embeddedDataset(1);
const CLOSE: Action = { kind: 'close', resolution: 'Solved' };
const SEND: Action = { kind: 'send_text', reply: 'hello', text: 'Hello.' };
const TRUTH = { alpha: 0.1, beta: 0.3 };

/** Right with the probability that the score says, closes always; a tenth of the actions are closes. */
function answers(name: string, count: number): AnswerScores[] {
  const rng = createRng('test', name);
  return Array.from({ length: count }, (_, at) => {
    const action = at % 10 === 0 ? CLOSE : SEND;
    const score = rng.next();
    const right = action === CLOSE || rng.next() < score;
    const accepted = rng.next() < (right ? 1 - TRUTH.alpha : TRUTH.beta);
    return { session: `${name} ${at}`, score, right, accepted, action, procedure: null };
  });
}

const critic = {
  name: 'of its word',
  calibration: answers('calibration', 600),
  evaluation: answers('evaluation', 600),
} as unknown as JudgedCritic;
const knownNoise = { noise: TRUTH, deltaShare: 1 };
const request = (targetPrecision: number) => ({
  options: { targetPrecision, delta: 0.05 },
  knownNoise,
  likely: TRUTH,
  catalog,
  seed: '1',
  draws: 100,
  truth: () => TRUTH,
  runs: 200,
});

describe('judgeGate', () => {
  it('tells what is known of the precision without the truth, by the rates', () => {
    const [plain, corrected] = judgeGate(plugIn, 'global', critic, request(0.7));
    expect([plain?.corrected, corrected?.corrected]).toEqual([false, true]);
    // Acceptance is no precision; what the rates make of it is near.
    expect(plain?.estimated.estimate).toBeCloseTo(0.7, 1);
    expect(corrected?.estimated.estimate).toBeCloseTo(0.7, 1);
    // Of other answers than the precision itself: the two intervals meet.
    expect(corrected?.precision.low).toBeLessThan(corrected?.estimated.high ?? 0);
    expect(corrected?.precision.high).toBeGreaterThan(corrected?.estimated.low ?? 1);
  });

  it('sets a threshold for each kind that has the support, and closes the others', () => {
    const few = { ...critic, calibration: critic.calibration.slice(0, 250) };
    const [gate] = judgeGate(plugIn, 'kind', few, request(0.8));
    expect(gate?.bySlice.map(({ slice, support }) => [slice, support])).toEqual([
      ['close', 25],
      ['send_text', 225],
    ]);
    expect(gate?.bySlice[0]).toMatchObject({ threshold: null, coverage: { estimate: 0 } });
    expect(gate?.bySlice[0]?.reason).toMatch(/25 held-out examples, and 30 are asked for/);
    const open = judgeGate(plugIn, 'kind', critic, request(0.8))[0]?.bySlice;
    // Closes are always right: their threshold is lower.
    expect(open?.[0]?.threshold).toBeLessThan(open?.[1]?.threshold ?? 0);
    expect(open?.[0]?.precision.estimate).toBe(1);
  });
});

describe('reachableTarget', () => {
  it('is one at which the gate opens in most draws, where the one asked for keeps it closed', () => {
    const asked = judgeGuarantee(clopperPearson, critic, request(0.99)).at(-1);
    expect(asked?.redraws.openShare).toBeLessThan(0.2);
    const target = reachableTarget(clopperPearson, critic, request(0.99));
    expect(target).toBeGreaterThan(0.5);
    expect(target).toBeLessThan(0.95);
    const found = judgeGuarantee(clopperPearson, critic, request(target ?? 0));
    const corrected = found.find((one) => one.corrected && one.drawn === 'actions');
    expect(corrected?.redraws.openShare).toBeGreaterThan(0.8);
    expect(corrected?.redraws.violationRate).toBeLessThan(0.07);
    expect(reachableTarget(clopperPearson, critic, request(0.55))).toBe(0.55);
  });
});

it('the tables show slices at the target within reach, and no second table of promises where it is the one asked for', () => {
  const sliced = [0.99, 0.7].flatMap((target) =>
    (['global', 'kind'] as const).flatMap((by) => judgeGate(plugIn, by, critic, request(target))),
  );
  const promised = judgeGuarantee(plugIn, critic, { ...request(0.7), runs: 20 });
  const common = {
    alpha: '.1',
    beta: '.3',
    knownInWords: '',
    correction: 'known',
    critics: [critic],
    missing: [],
    crashes: [],
    gates: [],
  };
  const result: NoiseResult = { ...common, withinReach: 0.7, sliced, guarantees: promised, reachable: promised };
  const { rows } = firstView(gateSlicesTable([result], critic.name, 'plug-in'));
  expect(rows.map(({ cells }) => [cells.target, cells.by, cells.slice, cells.corrected])).toEqual([
    [0.7, 'global', 'all', 'known'],
    [0.7, 'kind', 'all', 'known'],
    [0.7, 'kind', 'close', 'known'],
    [0.7, 'kind', 'send_text', 'known'],
  ]);
  const table = reachableTable([result], critic.name, 'plug-in');
  const [row] = table?.rows ?? [];
  expect(table?.rows.map(({ cells }) => `${cells.promise} ${cells.drawn}`).slice(0, 2)).toEqual([
    'none actions',
    'none sessions',
  ]);
  // All opened, so that the share of the opened is the share of all.
  expect(row?.cells.broken_open).toEqual(row?.cells.violations);
  expect(reachableTable([{ ...result, reachable: [] }], critic.name, 'plug-in')).toBeNull();
  // What opened in no redraw has shown nothing: it is named, and has no row.
  const shut = promised.map((one) => ({ ...one, gate: 'shut', redraws: { ...one.redraws, openShare: 0 } }));
  const mixed = reachableTable([{ ...result, reachable: [...promised, ...shut] }], critic.name, 'plug-in');
  expect(mixed?.rows).toHaveLength(promised.length);
  expect(mixed?.caption).toContain(`opened in no redraw: shut (${shut.length})`);
});
