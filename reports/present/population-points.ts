import type { CellResult, Results } from '../results/schema.ts';
import { type Spread, spread } from '../stats/spread.ts';
import { formatCount, formatEstimate } from './format-value.ts';
import { type NoisePoint, noisePoints } from './noise-points.ts';

/** A figure over populations: the median, with the lowest and the highest in place of an interval. */
export interface OverPopulations {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** What selective automation came to over populations at one noise level of one loop. */
export interface PopulationPoint {
  readonly loop: CellResult['loop'];
  readonly point: NoisePoint;
  readonly sessionAutomation: OverPopulations;
  readonly stepAutomation: OverPopulations;
  readonly saved: OverPopulations;
  readonly goalChange: OverPopulations;
  /** In how many populations the gate let anything pass. */
  readonly open: number;
}

/** Noise levels of both loops, in the order of the run; none where there was one population. */
export function populationPoints(results: Results): PopulationPoint[] {
  const populations = results.populations ?? [];
  if (populations.length < 2) return [];
  const loops = [results, ...(results.closedLoop ? [results.closedLoop] : [])];
  return loops.flatMap((loop) =>
    noisePoints(loop).flatMap((point) => {
      const selective = point.arms.selective;
      if (!selective) return [];
      const found = populations.flatMap(({ cells }) => cells.filter(({ cell }) => cell === selective.id));
      const over = (name: 'sessionAutomation' | 'stepAutomation' | 'saved' | 'goalChange') =>
        asRange(spread(found.map((one) => one[name])));
      return [
        {
          loop: selective.loop,
          point,
          sessionAutomation: over('sessionAutomation'),
          stepAutomation: over('stepAutomation'),
          saved: over('saved'),
          goalChange: over('goalChange'),
          open: found.filter(({ open }) => open).length,
        },
      ];
    }),
  );
}

const asRange = ({ median, least, most }: Spread): OverPopulations => ({ estimate: median, low: least, high: most });

/** What the populations of a run have of their own, and what their range holds. */
export function populationsReading(results: Results): string {
  const populations = results.populations ?? [];
  const data = new Set(populations.map(({ datasetHash }) => datasetHash)).size > 1 ? 'other data, ' : '';
  const fixed = data === '' ? ' The log is the same in each: all of it holds for this log.' : '';
  return `Median over ${formatCount(populations.length)} populations, in brackets the lowest and the highest: each with ${data}another dealing of sessions to training, feedback, calibration and evaluation, another team, and models and threshold of its own.${fixed}`;
}

/** What intervals hold, in words, for wherever they stand. */
export function intervalReading(results: Results): string {
  const several = (results.populations ?? []).length > 1;
  return several
    ? `These are of the first population; intervals are over its sessions, for the models and the threshold that it learned. What other draws of training and calibration sessions come to is in the table over populations.`
    : `Intervals are over sessions, for the models and the threshold as they were learned: the draw of training and calibration sessions is not in them (--populations).`;
}

/** The spread over populations as a finding; none where there was one population. */
export function populationFindings(results: Results): string[] {
  const points = populationPoints(results);
  const count = (results.populations ?? []).length;
  const told = (value: OverPopulations) => (value.estimate === null ? '–' : formatEstimate('share', value));
  return [...new Set(points.map(({ loop }) => loop))].map((loop) => {
    const own = points.filter((one) => one.loop === loop);
    const levels = own.map(
      ({ point, sessionAutomation, open }) =>
        `${told(sessionAutomation)} at ${point.label} (gate open in ${open} of ${count})`,
    );
    return `${loop === 'closed' ? 'Closed loop' : 'Open loop'}, sessions automated over ${count} populations, median and range: ${levels.join('; ')}.`;
  });
}
