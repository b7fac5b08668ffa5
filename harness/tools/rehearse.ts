import { tableTerminal } from '../../reports/figures/figures-terminal.ts';
import { plain, ranged, table } from '../../reports/figures/table.ts';
import { formatCount, formatPercent } from '../../reports/present/format-value.ts';
import { discover } from '../bench/models/discover.ts';
import { adaptiveRule, SWEEP_ERROR } from '../bench/sweep/adaptive-rule.ts';
import { comparisonsOf, readSweep } from '../bench/sweep/plan.ts';
import { type Rehearsed, rehearse as rehearseSweep } from '../bench/sweep/rehearse-sweep.ts';
import type { Metric } from '../contract/metric.ts';
import { UsageError } from '../runner/exit-code.ts';
import { outputLook, printPainted } from '../runner/output.ts';

export interface RehearseOptions {
  readonly sweeps: number;
  readonly spread: number;
  readonly seed: string;
}

/** True differences that are simulated, in margins. */
const MARGINS = [0, 0.5, 1, 2] as const;

/** `bench rehearse`: how often an adaptive sweep would be wrong, and how many sessions it would save. Plays nothing. */
export async function rehearse(path: string, options: RehearseOptions): Promise<void> {
  const plan = readSweep(path);
  const rule = adaptiveRule(plan, await discover<Metric>('reports/metrics', 'metric'));
  if (!rule) throw new UsageError(`${path} has no entry adaptive: there is nothing to rehearse (docs/sweeps.md).`);
  const comparisons = comparisonsOf(plan).length;
  const rows = MARGINS.map((margins) => rehearseSweep({ ...options, rule, comparisons }, margins));
  const verdict = (name: keyof Rehearsed['verdicts']) =>
    plain<Rehearsed>(name, 'share', ({ verdicts }) => verdicts[name]);
  const looks = rule.criticals.map((critical) => (Number.isFinite(critical) ? critical.toFixed(2) : 'not tested'));
  const found = table<Rehearsed>({
    id: 'rehearsed',
    title: `${formatCount(options.sweeps)} simulated sweeps of ${comparisons} comparisons at each true difference`,
    caption: [
      `At most ${formatPercent(SWEEP_ERROR)} of sweeps may be wrong. Critical values of the looks: ${looks.join(', ')}.`,
      'Verdicts are shares of comparisons; “all sessions” is the share that is decided by one look at all sessions.',
    ],
    columns: {
      margins: plain('difference, in margins', 'count', 'margins'),
      wrong: ranged('sweeps with a false verdict', 'share', 'wrong', { over: 'sweep' }),
      missed: ranged('with an interval that misses', 'share', 'missed', { over: 'sweep' }),
      better: verdict('better'),
      worse: verdict('worse'),
      equivalent: verdict('equivalent'),
      undecided: verdict('undecided'),
      fixed: plain('decided with all sessions', 'share', 'decidedAtFixedSize'),
      spent: plain('sessions spent', 'share', 'spent'),
    },
    rows,
  });
  printPainted(tableTerminal(found, outputLook()));
}
