import { beforeAll, describe, expect, it } from 'vitest';
import { ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import type { KeyedSums } from '../../../reports/stats/session-sums.ts';
import type { Sides } from '../../bench/feedback/judge-sides.ts';
import { alignFindings } from './align-findings.ts';
import { alignTables } from './align-tables.ts';
import type { ChoicePoint } from './judge-choices.ts';
import { type Method, methodsOf } from './methods.ts';
import { atDivergence, type MethodResult, type NoiseResult, type PooledNoise, pooled } from './results.ts';

const SESSIONS = 60;

/** Ten steps a session, of which about so large a share is right. */
const sumsOf = (share: number): KeyedSums => ({
  sessions: Array.from({ length: SESSIONS }, (_, at) => `s${at}`),
  numerators: Array.from({ length: SESSIONS }, (_, at) => Math.round(10 * share) + ((at % 3) - 1)),
  denominators: Array.from({ length: SESSIONS }, () => 10),
});
const sidesOf = (historical: number, hard: number): Sides => ({
  ...{ historical: sumsOf(historical), hard: sumsOf(hard), hardOffered: sumsOf(hard) },
});
const pointOf = (divergence: number, hard: number): ChoicePoint => ({
  ...{ steps: Math.round(100 * divergence), divergence, historical: sumsOf(0.7), hard: sumsOf(hard) },
  mass: { chosen: 0.5, rejected: 0.25, else: 0.25 },
});

let methods: Record<string, Method>;
beforeAll(async () => {
  const all = await methodsOf(['dpo', 'kto', 'robust-dpo'], ['frozen', 'soft']);
  methods = Object.fromEntries(all.map((one) => [one.name, one]));
});

const resultOf = (name: string, historical: number, hard: number, ends = hard, far = 1): MethodResult => ({
  ...{ method: methods[name]!, settings: [{ learningRate: 0.001, beta: 0.1 }], tried: 4 },
  sides: sidesOf(historical, hard),
  curve: [pointOf(0, 0.2), pointOf(far, ends)],
});

const noiseOf = (noise: string, results: readonly MethodResult[]): NoiseResult => ({
  ...{ noise, deployed: sidesOf(0.7, 0.2), second: sidesOf(0.7, 0.3), methods: results, closed: null, crashes: [] },
  counts: { unaided: 1, accepted: 8, acceptedWrong: 2, pairs: 4, flipped: 1, forms: 0, notOffered: 0, same: 0 },
});
const asPooled = (noise: string, ...results: MethodResult[]): PooledNoise => pooled([[noiseOf(noise, results)]])[0]!;

describe('what is found', () => {
  it('is who is ahead of plain cross entropy, and turns with the sign', () => {
    const of = (dpo: number) =>
      alignFindings([asPooled('n', resultOf('sft-corrections', 0.7, 0.5), resultOf('dpo frozen', 0.7, dpo))]).join(
        '\n',
      );
    expect(of(0.8)).toContain('ahead of plain cross entropy on the hard set: dpo frozen less sft-corrections (+30');
    expect(of(0.2)).toContain('nothing is ahead of plain cross entropy on the hard set; the most: dpo frozen');
    expect(of(0.2)).toContain('worse)');
  });

  it('compares kto with what is told as much', () => {
    const results = [
      resultOf('sft-corrections', 0.7, 0.9),
      resultOf('sft-answers', 0.7, 0.3),
      resultOf('kto frozen', 0.7, 0.6),
    ];
    expect(alignFindings([asPooled('n', ...results)])[0]).toContain('kto frozen less sft-answers (+30');
  });

  it('is whether the historical side is hurt, beside the published figures', () => {
    const of = (historical: number) =>
      alignFindings([asPooled('n', resultOf('sft-corrections', historical, 0.5))]).join('\n');
    expect(of(0.4)).toContain('on the historical side, worse than as deployed: sft-corrections (−30');
    expect(of(0.9)).toContain('on the historical side, better: sft-corrections (+20');
    expect(of(0.9)).toContain('Published: SFT 76.03 %, with DPO 69.97 %, with APO 68.73 %.');
  });

  it('compares a reference that follows where both are as far, and says where none came as far as the claim', () => {
    const of = (soft: number, far: number) =>
      alignFindings([
        asPooled('n', resultOf('dpo frozen', 0.7, 0.5, 0.5, far), resultOf('dpo soft', 0.7, 0.5, soft, 2 * far)),
      ]).find((one) => one.includes('a following reference'));
    // Twice as far, the one that follows has gained as much: half of it where both are as far.
    expect(of(0.8, 1)).toContain('dpo soft at KL 1.000, 0.0');
    expect(of(0.2, 1)).toContain('worse');
    expect(of(0.8, 1)).not.toContain('No training came as far');
    expect(of(0.8, 0.2)).toContain('No training came as far as KL 1');
  });

  it('is whether robust DPO is ahead of DPO, and turns with the sign', () => {
    const of = (robust: number) =>
      alignFindings([asPooled('n', resultOf('dpo frozen', 0.7, 0.5), resultOf('robust-dpo frozen', 0.7, robust))]).find(
        (one) => one.includes('robust-dpo, told'),
      );
    expect(of(0.8)).toMatch(/frozen \+30.*better/);
    expect(of(0.2)).toMatch(/frozen −30.*worse/);
  });

  it('is which method loses most to noise', () => {
    const results = (sft: number, dpo: number) => [
      resultOf('sft-corrections', 0.7, sft),
      resultOf('dpo frozen', 0.7, dpo),
    ];
    const found = alignFindings([asPooled('none', ...results(0.8, 0.8)), asPooled('n', ...results(0.6, 0.3))]);
    expect(found.at(-1)).toContain('Noise n less none, on the hard set: dpo frozen loses most (worse): dpo frozen −50');
  });
});

describe('several populations', () => {
  it('are one with the sessions of all, and a method counts where all have it', () => {
    const one = noiseOf('n', [resultOf('sft-corrections', 0.7, 0.4), resultOf('dpo frozen', 0.7, 0.4)]);
    const other = noiseOf('n', [resultOf('sft-corrections', 0.7, 0.8)]);
    const [both] = pooled([[one], [other]]);
    expect(both!.methods.map(({ method }) => method.name)).toEqual(['sft-corrections']);
    expect(ratioEstimate(both!.methods[0]!.sides.hard, 'share').estimate).toBeCloseTo(0.6, 12);
    expect(both!.methods[0]!.sides.hard.sessions.length).toBe(2 * SESSIONS);
    expect(both!.counts).toMatchObject({ accepted: 16, flipped: 2 });
    expect(both!.methods[0]!.curve.map(({ divergence }) => divergence)).toEqual([0, 1]);
  });

  it('show how far their own differences lie apart', () => {
    const population = (dpo: number) =>
      noiseOf('n', [resultOf('sft-corrections', 0.7, 0.4), resultOf('dpo frozen', 0.7, dpo)]);
    const [table] = alignTables(pooled([[population(0.5)], [population(0.9)]]));
    const cells = table!.rows.find((row) => row.cells.method === 'dpo frozen')!.cells;
    expect(cells.hard_least).toBeCloseTo(0.1, 12);
    expect(cells.hard_most).toBeCloseTo(0.5, 12);
  });
});

describe('a curve at a divergence', () => {
  const curve = () => [pointOf(0, 0.2), pointOf(0.5, 0.4), pointOf(1, 0.8)];
  const hardAt = (divergence: number) => {
    const at = atDivergence(curve(), divergence);
    return at && ratioEstimate(at.hard, 'share').estimate;
  };
  it('is the look there, or lies between the two beside it in proportion', () => {
    expect([0, 0.5, 1].map(hardAt)).toEqual([0.2, 0.4, 0.8]);
    expect(hardAt(0.25)).toBeCloseTo(0.3, 12);
    expect(hardAt(0.875)).toBeCloseTo(0.7, 12);
  });
  it('is nothing where it never went so far', () => {
    expect(hardAt(1.01)).toBeNull();
  });
});
