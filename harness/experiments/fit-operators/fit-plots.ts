import type { FigurePlot } from '../../../reports/figures/schema.ts';
import type { FitCheck } from '../../../simulators/operators/fitting/check-fit.ts';

/** Quantiles of the log against those of the fit: of times, a plot for each act, and of acceptance over operators. */
export function fitPlots({ times, acceptance }: Pick<FitCheck, 'times' | 'acceptance'>): FigurePlot[] {
  const acts = [...new Set(times.map(({ act }) => act))];
  return [
    ...acts.map((act) =>
      timesPlot(
        act,
        times.filter((one) => one.act === act),
      ),
    ),
    ...(acceptance.length > 0 ? [acceptancePlot(acceptance)] : []),
  ];
}

function timesPlot(act: string, times: FitCheck['times']): FigurePlot {
  const points = times.map(({ fittedMs, loggedMs }) => ({ x: fittedMs / 1000, y: loggedMs / 1000 }));
  const most = Math.max(...points.map(({ x }) => x));
  return {
    id: `times-${act}`,
    kind: 'lines',
    title: `Times of ${act}: log against fit`,
    caption: 'Quantiles from 5 % to 99 %. Above the line of equality the log’s times are longer than the fitted ones.',
    axes: { x: 'fitted quantile, s', y: 'quantile in the log, s' },
    curves: [
      { label: act, points },
      {
        label: 'equal',
        points: [
          { x: 0, y: 0 },
          { x: most, y: most },
        ],
      },
    ],
  };
}

function acceptancePlot(acceptance: FitCheck['acceptance']): FigurePlot {
  const curve = (label: string, of: 'logged' | 'simulated' | 'low' | 'high') => ({
    label,
    points: acceptance.map((one) => ({ x: 100 * one.p, y: 100 * one[of] })),
  });
  return {
    id: 'acceptance-plot',
    kind: 'lines',
    title: 'Acceptance by operator: log and simulation',
    caption:
      'Operators with more than 100 answers, the least agreeable at the left. 95 % of simulated teams lie between low and high.',
    axes: { x: 'quantile over operators, %', y: 'suggestions taken, %' },
    curves: [
      curve('log', 'logged'),
      curve('simulated, mean', 'simulated'),
      curve('simulated, low', 'low'),
      curve('simulated, high', 'high'),
    ],
  };
}
