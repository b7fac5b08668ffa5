import { statSync } from 'node:fs';
import { countOf } from '../../../reports/present/format-value.ts';
import type { Metric } from '../../contract/metric.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { readRun } from '../../runner/open-run.ts';
import { compareDescriptions } from '../compare/comparable.ts';
import { type Comparison, compareRuns, type LayerDifference, secondsOf } from '../compare/compare-runs.ts';
import { comparisonFindings } from '../compare/comparison-figures.ts';
import { type MeasuredCell, pairRuns } from '../compare/run-sums.ts';
import { baselineOf, readBaseline } from './baseline.ts';

/** A run beside what it is judged by. */
export interface BesideBaseline {
  readonly measured: readonly MeasuredCell[];
  /** Null: the baseline holds sums only, which do not tell what differs. */
  readonly layers: readonly LayerDifference[] | null;
  readonly findings: readonly string[];
  readonly incomplete: boolean;
  /** When the new run began, and how long it took. */
  readonly startedAt: string;
  readonly seconds: number | null;
}

/**
 * Compares a run with a baseline: the folder of another run, or a committed file of sums. Throws: `UsageError` where
 * there is no baseline, or it is of another experiment, other data, options or seed; an absent or empty baseline is
 * never a pass.
 */
export function compareWithBaseline(
  baseline: string,
  next: string,
  metrics: readonly Metric[],
  across: readonly string[],
): BesideBaseline {
  const kind = statSync(baseline, { throwIfNoEntry: false });
  if (!kind)
    throw new UsageError(
      `--baseline ${baseline} does not exist: write one with bench baseline update RUN --baseline ${baseline}.`,
    );
  const { attempts } = readRun(next);
  const [first] = attempts as readonly { startedAt?: string }[];
  const about = { startedAt: first?.startedAt ?? '', seconds: secondsOf(attempts) };
  if (!kind.isDirectory()) return { ...about, ...compareWithSums(baseline, next, metrics, across) };
  const comparison: Comparison = compareRuns({ base: baseline, next, across, metrics });
  return {
    ...about,
    measured: comparison.measured,
    layers: comparison.layers,
    findings: comparisonFindings(comparison),
    incomplete: comparison.incomplete.length > 0,
  };
}

function compareWithSums(path: string, next: string, metrics: readonly Metric[], across: readonly string[]) {
  const baseline = readBaseline(path);
  const { meant, changed } = compareDescriptions(baseline.run, readRun(next), across);
  const here = baselineOf(next, metrics);
  const { measured, episodes, differing, onlyBase, onlyNext } = pairRuns(baseline.cells, here.cells, metrics);
  if (episodes === 0) throw new UsageError(`${next} shares no episode with ${path}: judge a run of the same sessions.`);
  const lacking = [
    [onlyBase, 'of the baseline missing in the new run'],
    [onlyNext, 'of the new run missing in the baseline'],
    [here.crashed, 'crashed in the new run'],
    [baseline.crashed, 'had crashed when the baseline was written'],
  ] as const;
  const incomplete = lacking.filter(([count]) => count > 0);
  return {
    measured,
    layers: null,
    findings: [
      ...(meant.length > 0 ? [`Meant to differ: ${meant.join('; ')}.`] : []),
      ...incomplete.map(([count, what]) => `Not whole: ${countOf(count, 'episode')} ${what}.`),
      differing === 0
        ? `The runs are the same: ${countOf(episodes, 'episode')}.`
        : [
            `${differing} of ${countOf(episodes, 'episode')} ${differing === 1 ? 'differs' : 'differ'}. A baseline of sums does`,
            'not tell in what: bench compare of two run folders does.',
          ].join(' '),
      ...(changed.length > 0
        ? [
            `What changed: ${changed.slice(0, 6).join('; ')}${changed.length > 6 ? `; and ${changed.length - 6} more` : ''}.`,
          ]
        : []),
    ],
    incomplete: incomplete.length > 0,
  };
}
