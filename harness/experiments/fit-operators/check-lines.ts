import { judgementWords } from '../../../reports/present/judgement-words.ts';
import type { AcceptanceQuantile } from '../../../simulators/operators/fitting/simulate-acceptance.ts';
import { alignColumns } from './align-columns.ts';
import type { JudgedCheck } from './held-out-gain.ts';

/** How well the fit foretells what it did not see, and its quantiles beside the log's. */
export function checkLines({ heldOut, times, acceptance }: JudgedCheck): string[] {
  return [
    'Held out: half of each operator’s sessions foretell the other half. Log-likelihood gained over a simpler model, per',
    'answer or time, with the 95 % interval clustered by operator; verdicts are corrected for being several (Holm):',
    ...(heldOut.length === 0 ? ['  the log has too few operators'] : []),
    ...heldOut.flatMap(({ model, simpler, of, count, operators, gain, low, high, judgement }) => [
      `  ${model}, over: ${simpler}`,
      `    ${signed(gain)}${low === null || high === null ? '' : ` [${signed(low)}, ${signed(high)}]`} nats on ${count} ${of}, ${operators} operators: ${judgementWords(judgement, 0, 'count', 'operators')}`,
    ]),
    '',
    'Quantiles of times, log / fit, in seconds:',
    ...timeRows(times),
    '',
    'Quantiles of acceptance over operators with more than 100 answers, and 200 simulated teams of as many:',
    ...(acceptance.length === 0 ? ['  the log has none'] : acceptanceRows(acceptance)),
  ];
}

/** The levels that a line has room for. */
const SHOWN = [0.1, 0.25, 0.5, 0.75, 0.9, 0.99];

function timeRows(all: JudgedCheck['times']): string[] {
  const times = all.filter(({ p }) => SHOWN.includes(p));
  const acts = [...new Set(times.map(({ act }) => act))];
  if (acts.length === 0) return ['  the log has too few'];
  const levels = [...new Set(times.map(({ p }) => p))];
  const rows = acts.map((act) => [
    act,
    ...times
      .filter((one) => one.act === act)
      .map(({ loggedMs, fittedMs }) => `${(loggedMs / 1000).toFixed(0)} / ${(fittedMs / 1000).toFixed(1)}`),
  ]);
  return alignColumns([['act', ...levels.map((p) => `${100 * p} %`)], ...rows]);
}

function acceptanceRows(quantiles: readonly AcceptanceQuantile[]): string[] {
  const rows = quantiles.map(({ p, logged, simulated, low, high }) => [
    p === 0 ? 'lowest' : p === 1 ? 'highest' : `${100 * p} %`,
    percent(logged),
    percent(simulated),
    `[${percent(low)}, ${percent(high)}]`,
    logged >= low && logged <= high ? '' : 'outside',
  ]);
  return alignColumns([['quantile', 'log', 'simulated', '95 % of teams', ''], ...rows]);
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
