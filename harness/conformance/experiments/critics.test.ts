import { beforeAll, describe, expect, it } from 'vitest';
import { experiment } from '../../experiments/critics/index.ts';
import { sumOf } from '../../shared/numbers.ts';
import { tableLaws } from './general-laws.ts';
import { estimateIn, expectSaid, expectShown, plainBlanks } from './recount.ts';
import { type Cells, type SmallRun, smallRun } from './small-runs.ts';

let run: SmallRun;
beforeAll(async () => {
  run = await smallRun(experiment);
});

const of = (row: Cells, id: string) => estimateIn(row[id])!;
const pointOf = ({ alpha, beta }: Cells) => `${alpha} ${beta}`;
const ofF1 = (row: Cells) =>
  (2 * of(row, 'precision') * of(row, 'recall')) / (of(row, 'precision') + of(row, 'recall'));
/** What every suggestion but the right ones comes to: told in the notes. */
const rightShare = () => {
  const [, told] = /evaluation suggestions, ([\d.]+) % right/.exec(plainBlanks(run.figures.notes.join(' '))) ?? [];
  return Number(told) / 100;
};

describe('critics', () => {
  tableLaws(() => run, {
    apart: [
      ['calibrators', 'critics'],
      ['slices', 'gates'],
      ['guarantees', 'guarantees-reachable'],
    ],
  });

  it('judges every critic, calibrator and gate at every noise point', () => {
    const critics = ['max-softmax', 'margin', 'ngram'];
    const judged = run.rows('critics').map(({ alpha, critic }) => `${alpha} ${critic}`);
    expect(judged).toEqual(['0', '0.1'].flatMap((alpha) => critics.map((critic) => `${alpha} ${critic}`)));
    for (const { kind, detail, cells } of run.table('calibrators').rows)
      expect(kind === 'measured' && !detail).toBe(cells.critic === 'margin');
    for (const { critic, role } of run.rows('critics')) expect(role).toBe(critic === 'ngram' ? 'learned' : 'proxy');
    const gates = new Set(run.rows('gates').map(({ gate }) => gate));
    expect([...gates]).toEqual(expect.arrayContaining(['clopper-pearson', 'learn-then-test', 'plug-in', 'sgr']));
    const slices = new Set(run.rows('slices').map(({ by, slice }) => `${by} ${slice}`));
    expect([...slices]).toEqual(expect.arrayContaining(['global all', 'kind all', 'kind send_text', 'cluster orders']));
    const kinds = run.figures.plots.map(({ kind }) => kind);
    expect(kinds).toEqual(['risk-coverage', 'calibration', 'risk-coverage', 'calibration']);
  });

  it('measures of one critic hang together, and those of several are apart', () => {
    const rows = run.rows('critics');
    for (const row of rows) {
      const where = `${pointOf(row)}, ${row.critic}`;
      expectShown(row, { f1: ofF1(row) }, where);
      const [aurc, excess, normalised] = [of(row, 'aurc'), of(row, 'excess_aurc'), of(row, 'normalised_aurc')];
      // The best order and any order by chance are the same for all: the truth is.
      expect(aurc - excess, where).toBeCloseTo(of(rows[0]!, 'aurc') - of(rows[0]!, 'excess_aurc'), 8);
      const chance = (aurc - normalised * (aurc - excess)) / (1 - normalised);
      expect(Math.abs(chance - (1 - rightShare())), where).toBeLessThan(0.001);
      expect(of(row, 'augrc'), where).toBeLessThan(aurc);
    }
    expect(new Set(rows.map(({ brier, auroc }) => JSON.stringify([brier, auroc]))).size).toBeGreaterThan(2);
  });

  it('without a calibrator a critic is the one of the first table; one that keeps the order keeps what hangs on it', () => {
    const plain = run.rows('calibrators').filter(({ calibrator }) => calibrator === 'none');
    expect(plain).toHaveLength(6);
    for (const row of run.rows('calibrators')) {
      const critic = run.rows('critics').find((one) => pointOf(one) === pointOf(row) && one.critic === row.critic)!;
      if (row.calibrator === 'none')
        for (const id of ['ece', 'brier', 'auroc', 'aurc', 'f1'])
          expect(row[id], `${row.critic}, ${id}`).toEqual(critic[id]);
      const order = ['platt', 'temperature'].includes(String(row.calibrator)) ? ['auroc', 'aurc'] : [];
      for (const id of order)
        expect(Math.abs(of(row, id) - of(critic, id)), `${row.critic}, ${row.calibrator}, ${id}`).toBeLessThan(0.002);
    }
  });

  it('a shut gate runs nothing, and an open one as much of what is right as its coverage and precision say', () => {
    const open = run.rows('gates').filter(({ threshold }) => threshold !== null);
    expect(open.length).toBeGreaterThan(2);
    for (const row of run.rows('gates'))
      if (row.threshold === null) {
        expectShown(row, { coverage: 0, recall: 0, precision: null, estimated: null }, `${row.gate}`);
        expect(String(row.reason).length).toBeGreaterThan(10);
      } else {
        const where = `${pointOf(row)}, ${row.critic}, ${row.gate}, ${row.corrected}`;
        expect(of(row, 'coverage'), where).toBeGreaterThan(0);
        expectShown(row, { f1: ofF1(row) }, where);
        const found = (of(row, 'coverage') * of(row, 'precision')) / rightShare();
        expect(Math.abs(of(row, 'recall') - found), where).toBeLessThan(0.003);
      }
  });

  it('slices make the whole, and one slice for all is the gate itself', () => {
    const rows = run.rows('slices');
    const name = (row: Cells) => [pointOf(row), row.gate, row.corrected, row.target, row.by].join('|');
    for (const group of new Set(rows.map(name))) {
      const own = rows.filter((row) => name(row) === group);
      const all = own.find(({ slice }) => slice === 'all')!;
      const parts = own.filter(({ slice }) => slice !== 'all');
      if (parts.length === 0) continue;
      expect(
        sumOf(parts, ({ support }) => Number(support)),
        group,
      ).toBe(all.support);
      for (const { support, threshold, slice } of parts)
        if (Number(support) < 30) expect(threshold, `${group}, ${slice}`).toBeNull();
    }
    for (const row of rows.filter(({ by, target }) => by === 'global' && target === 0.9)) {
      const gate = run
        .rows('gates')
        .find(
          (one) =>
            pointOf(one) === pointOf(row) &&
            one.critic === 'margin' &&
            one.gate === row.gate &&
            one.corrected === row.corrected,
        )!;
      for (const id of ['threshold', 'precision', 'coverage']) expect(row[id], `${row.gate}, ${id}`).toEqual(gate[id]);
    }
  });

  it.each(['guarantees', 'guarantees-reachable'])('%s: a promise is broken only where the gate opened', (id) => {
    for (const row of run.rows(id)) {
      const where = `${row.gate}, ${row.drawn}, ${row.corrected}`;
      const [opened, broken] = [of(row, 'open') * 20, of(row, 'violations') * 20];
      expect(opened, where).toBeGreaterThan(0);
      expect(row.broken_open, where).toMatchObject({ estimate: broken / opened, of: Math.round(opened) });
      expect(row.violations, where).toMatchObject({ of: 20 });
      expect(of(row, 'true_violations')).toBeLessThanOrEqual(of(row, 'open') + 1e-9);
      // A corrected gate means its target for what is right.
      if (row.corrected !== 'none') expect(row.violations, where).toEqual(row.true_violations);
    }
    const promised = new Set(run.rows(id).map(({ drawn }) => drawn));
    expect(promised).toEqual(new Set(['actions', 'sessions']));
    // At a target within reach gates open, and their promises can be broken.
    const reachable = run.rows('guarantees-reachable').filter(({ gate }) => gate === 'clopper-pearson');
    expect(reachable.some((row) => of(row, 'open') > 0.5)).toBe(true);
  });

  it('findings set the learned critic against a proxy of the same point', () => {
    for (const alpha of ['0', '0.1']) {
      const rows = run.rows('critics').filter((row) => row.alpha === alpha);
      const learned = rows.find(({ critic }) => critic === 'ngram')!;
      const [said] = run.figures.findings.filter((one) => one.startsWith(`At α = ${alpha}, `));
      const [, proxy, f1, aurc] = /proxy \((.+?)\): F1 (\S+) .*AURC (\S+) /.exec(plainBlanks(said!)) ?? [];
      const other = rows.find(({ critic }) => critic === proxy)!;
      const number = (text = '') => Number(text.replace('−', '-'));
      expect(Math.abs(number(f1) - (of(learned, 'f1') - of(other, 'f1')))).toBeLessThan(0.00051);
      expect(Math.abs(number(aurc) - (of(learned, 'aurc') - of(other, 'aurc')))).toBeLessThan(0.00051);
    }
    expectSaid(run.figures.findings, 'AURC has no threshold.');
  });

  it('curves of risk end with all that is wrong, and gates of its table lie on them', () => {
    for (const { kind, curves } of run.figures.plots)
      if (kind === 'risk-coverage')
        for (const { points } of curves) {
          expect(points.at(-1)!.x).toBeCloseTo(1, 8);
          expect(Math.abs(points.at(-1)!.y - (1 - rightShare()))).toBeLessThan(0.001);
        }
  });
});
