import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { listTerminal } from '../../reports/figures/figures-terminal.ts';
import { countOf, formatCount } from '../../reports/present/format-value.ts';
import { discover } from '../bench/models/discover.ts';
import { type Baseline, baselineOf, baselineText, readBaseline } from '../bench/regress/baseline.ts';
import { compareWithBaseline } from '../bench/regress/compare-with-baseline.ts';
import { displayPath } from '../bench/report/report-figures.ts';
import { writeFileAtomic } from '../contract/atomic-write.ts';
import type { Metric } from '../contract/metric.ts';
import { UsageError } from '../runner/exit-code.ts';
import { outputLook, printPainted } from '../runner/output.ts';
import { requireWritable } from './check-beforehand.ts';

/** `bench baseline update`: keeps the sums of a run to judge later ones by, and says what changed. */
export async function updateBaseline(run: string, { baseline: path }: { readonly baseline: string }): Promise<void> {
  requireWritable('--baseline', dirname(path));
  const metrics = await discover<Metric>('reports/metrics', 'metric');
  const baseline = baselineOf(run, metrics);
  if (baseline.cells.length === 0)
    throw new UsageError(`${run} holds no session that came to an end: it is no baseline.`);
  const changes = existsSync(path) ? changesSince(path, run, metrics) : ['There was none before.'];
  const text = baselineText(baseline);
  writeFileAtomic(path, text);
  const size = `${formatCount(Math.ceil(Buffer.byteLength(text) / 1000))} kB`;
  printPainted(listTerminal(`${displayPath(path)}, ${size}`, [...changes, ...aboutBaseline(baseline)], outputLook()));
}

/** What is new beside the baseline that stood there; one that cannot be compared is replaced, and that is said. */
function changesSince(path: string, run: string, metrics: readonly Metric[]): readonly string[] {
  try {
    return compareWithBaseline(path, run, metrics, []).findings;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [`It replaces another baseline. ${error.message}`];
  }
}

/** `bench baseline show`: what a baseline is of. */
export function showBaseline(path: string): void {
  printPainted(listTerminal(displayPath(path), aboutBaseline(readBaseline(path)), outputLook()));
}

function aboutBaseline({ run, startedAt, crashed, cells }: Baseline): string[] {
  const { command = 'a run', seed = '?', datasetHash = '?' } = run.fingerprint as Record<string, string>;
  const settings = Object.entries((run.fingerprint as { settings?: Record<string, unknown> }).settings ?? {});
  const metrics = new Set(
    cells.flatMap(({ sums }) =>
      [...sums].filter(([, all]) => all.some(({ denominator }) => denominator > 0)).map(([name]) => name),
    ),
  );
  return [
    `Of ${command}, seed ${seed}, begun ${startedAt}, data ${datasetHash.slice(0, 12)}.`,
    `Settings: ${settings.map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(', ')}.`,
    ...cells.map(
      ({ of: { part, cell }, episodes }) =>
        `${[part, cell].filter((one) => one !== '').join(', ')}: ${countOf(episodes.length, 'episode')}.`,
    ),
    `${metrics.size} metrics of each${crashed > 0 ? `; ${countOf(crashed, 'episode')} had crashed` : ''}.`,
  ];
}
