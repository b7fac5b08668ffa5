import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RIGHT, reviewed, trace, WRONG_KIND } from '../../../reports/metrics/support/test-traces.ts';
import { buildResults } from './build-results.ts';
import { cellOf, draw, episode, runCell, runOf, type TestCell } from './testing/runs.ts';

const SELECTIVE: TestCell = { arm: 'selective' };
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);

describe('buildResults', () => {
  const cells = [runCell({ arm: 'human-only' }), runCell({ arm: 'copilot' }), runCell(SELECTIVE)];
  const results = buildResults(runOf(cells));

  it('estimates each metric from the sessions', () => {
    const episodes = numbers(200).map((at) => episode(SELECTIVE, at));
    const automated = episodes.filter(({ steps }) => steps.every(({ decision }) => decision === 'execute')).length;
    const ms = episodes.flatMap(({ steps }) => steps.map(({ activeMs }) => activeMs)).reduce((a, b) => a + b, 0);
    const { metrics, sessions, steps } = results.cells[2]!;
    expect({ sessions, steps }).toEqual({ sessions: 200, steps: 600 });
    expect(metrics.session_automation).toMatchObject({ estimate: automated / 200, of: 200, denominator: 200 });
    expect(metrics.active_ms_per_session?.estimate).toBeCloseTo(ms / 200, 6);
    expect(metrics.session_automation!.low).toBeLessThan(automated / 200);
    expect(results.cells[0]?.metrics.critic_precision).toMatchObject({ estimate: null, low: null, denominator: 0 });
  });

  it('compares each arm with the operator alone and with the copilot, in pairs', () => {
    const made = results.comparisons.map(({ cell, baseline }) => `${cell.split(' ')[0]} ${baseline.split(' ')[0]}`);
    expect(new Set(made)).toEqual(new Set(['copilot human-only', 'selective human-only', 'selective copilot']));
    const time = results.comparisons.find(
      ({ metric, cell, baseline }) =>
        metric === 'active_ms_per_session' && cell.startsWith('selective') && baseline.startsWith('human-only'),
    )!;
    const mean = (at: number) => results.cells[at]!.metrics.active_ms_per_session!.estimate!;
    expect(time.estimate).toBeCloseTo(mean(2) - mean(0), 6);
    expect(time.relative?.estimate).toBeCloseTo(mean(2) / mean(0) - 1, 9);
    expect(time.verdict).toBe('better');
  });

  it('judges comparisons that are read together as a family', () => {
    const some = (alpha: string) =>
      cellOf(
        { arm: 'selective', noise: { alpha } },
        numbers(100).map((at) => episode({ arm: 'selective', right: at < 8 ? 0 : 1 }, at)),
      );
    const found = (alphas: readonly string[]) =>
      buildResults(runOf([runCell({ arm: 'human-only' }, 100), ...alphas.map(some)])).comparisons.filter(
        ({ metric }) => metric === 'sessions_with_wrong_chosen',
      );
    const alone = found(['0.1']);
    expect(alone.map(({ verdict }) => verdict)).toEqual(['worse']);
    const together = found(['0.1', '0.2', '0.3', '0.4', '0.5', '0.6', '0.7', '0.8']);
    expect(together.map(({ p }) => p)).toEqual(together.map(() => alone[0]?.p));
    expect(together.map(({ verdict }) => verdict)).not.toContain('worse');
  });

  it('does not depend on the order in which traces came', () => {
    const shuffled = (cell: TestCell, salt: number) =>
      cellOf(
        cell,
        numbers(60)
          .sort((a, b) => draw(a, salt) - draw(b, salt))
          .map((at) => episode(cell, at)),
      );
    const build = (salt: number) =>
      JSON.stringify(buildResults(runOf([shuffled({ arm: 'human-only' }, salt), shuffled(SELECTIVE, salt + 1)])));
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        expect(build(a)).toBe(build(b));
      }),
      { numRuns: 20 },
    );
  });

  it('leaves crashed episodes out, counts them, and pairs the rest', () => {
    const episodes = numbers(50).map((at) => episode(SELECTIVE, at));
    const broken = episodes.map((one, at) => {
      if (at < 3) return { ...one, steps: [], end: 'crashed' as const };
      return at < 5 ? { ...one, retries: at - 2 } : one;
    });
    const alone = runCell({ arm: 'human-only' }, 50);
    const found = buildResults(runOf([alone, cellOf(SELECTIVE, broken)]));
    const without = buildResults(runOf([alone, cellOf(SELECTIVE, episodes.slice(3))]));
    expect(found.cells[1]).toMatchObject({ sessions: 47, faults: { retried: 2, crashed: 3 } });
    expect(found.cells[1]?.metrics).toEqual(without.cells[1]?.metrics);
    expect(found.comparisons).toEqual(without.comparisons);
  });

  it('refuses a session, a cell or a metric that comes twice', () => {
    expect(() => cellOf(SELECTIVE, [episode(SELECTIVE, 1), episode(SELECTIVE, 1)])).toThrow('"session-1" is twice');
    const cell = runCell(SELECTIVE, 3);
    expect(() => buildResults(runOf([cell, cell]))).toThrow('Two cells are named');
    expect(() => cell.accumulator.sums('charm')).toThrow('"charm" was not collected');
  });
});

describe('scores of the critic', () => {
  it('are judged on every scored proposal, with the copilot arm telling what operators would have said', () => {
    const cell = buildResults(runOf([runCell({ arm: 'copilot' }), runCell(SELECTIVE)])).cells[1]!;
    expect(cell.riskCoverage?.proposals).toBe(600);
    expect(cell.riskCoverage?.points.length).toBeLessThanOrEqual(200);
    expect(cell.riskCoverage?.points.at(-1)?.coverage).toBe(1);
    expect(cell.calibration?.bins.reduce((sum, { proposals }) => sum + proposals, 0)).toBe(600);
    // Operators without noise accept what is right, at every score, also of what ran without them.
    for (const bin of cell.calibration!.bins) expect(bin.accepted).toBeCloseTo(bin.right, 12);
    // Scores that know nothing: the area is half, give or take chance.
    expect(Math.abs(cell.calibration!.auroc! - 0.5)).toBeLessThan(0.15);
  });

  it('know acceptance only of what was deferred where no copilot arm ran, and are absent where none was given', () => {
    const [alone, selective] = buildResults(runOf([runCell({ arm: 'human-only' }), runCell(SELECTIVE)])).cells;
    expect(selective?.calibration?.bins.at(0)?.accepted).not.toBeNull();
    expect(selective?.calibration?.bins.at(-1)?.accepted).toBeNull();
    expect(alone).toMatchObject({ riskCoverage: null, calibration: null });
  });

  it('keep what operators got wrong apart from what is right', () => {
    const cell = cellOf(SELECTIVE, [
      trace([
        reviewed(WRONG_KIND, 'accept', { score: 0.2 }),
        reviewed(RIGHT, 'correct', { score: 0.9 }),
        reviewed(RIGHT, 'accept', { score: 0.9, critical: false }),
      ]),
    ]);
    expect(cell.accumulator.proposals()).toEqual([
      { session: 's1', step: 0, score: 0.2, right: false, accepted: true },
      { session: 's1', step: 1, score: 0.9, right: true, accepted: false },
    ]);
  });
});
