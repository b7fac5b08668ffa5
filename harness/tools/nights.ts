import { tableTerminal } from '../../reports/figures/figures-terminal.ts';
import type { FigureTable } from '../../reports/figures/schema.ts';
import { plain, ranged, table, text } from '../../reports/figures/table.ts';
import { formatCount, formatValue } from '../../reports/present/format-value.ts';
import { discover } from '../bench/models/discover.ts';
import { compareWithBaseline } from '../bench/regress/compare-with-baseline.ts';
import { DEFAULT_RULES, readRules } from '../bench/regress/rules.ts';
import {
  onlyJudged,
  type SimulatedNight,
  simulateNullNights,
  simulatePower,
} from '../bench/regress/simulate-nights.ts';
import { type NightsOfWorse, simulateWorse } from '../bench/regress/simulate-worse.ts';
import type { Metric } from '../contract/metric.ts';
import { outputLook, printPainted } from '../runner/output.ts';
import { namesIn } from './regress.ts';

export interface NightsOptions {
  readonly rules?: string;
  readonly across?: string;
  readonly nights: number;
  readonly seed: string;
  readonly sessions?: number;
  /** Loss of accuracy of a policy that is made worse, in [0, 1]. */
  readonly worse: number;
}

/** `bench nights`: how often the rules cry wolf over simulated nights of two real runs, and how often they see what differs. */
export async function nights(base: string, next: string, options: NightsOptions): Promise<void> {
  const rules = options.rules === undefined ? DEFAULT_RULES : readRules(options.rules);
  const metrics = await discover<Metric>('reports/metrics', 'metric');
  const { measured } = compareWithBaseline(base, next, metrics, namesIn(options.across));
  const night = onlyJudged({ rules, metrics, measured });
  printPainted(tableTerminal(falseAlarmsTable(night, options), outputLook()));
  printPainted(tableTerminal(powerTable(night, options), outputLook()));
  printPainted(tableTerminal(worseTable(night, options), outputLook()));
}

function falseAlarmsTable(night: SimulatedNight, { nights: count, seed }: NightsOptions): FigureTable {
  const { falseAlarms, falseFailures } = simulateNullNights(night, count, seed);
  const rows = [
    { what: 'some check is called worse', share: falseAlarms },
    { what: 'the night fails', share: falseFailures },
  ];
  return table<(typeof rows)[number]>({
    id: 'false-alarms',
    title: `${formatCount(count)} nights on which nothing changed`,
    caption:
      'Two real runs, their labels exchanged session by session at random; in brackets the 95 % interval over nights.',
    columns: {
      what: text('how often', ({ what }) => what),
      share: ranged('nights', 'share', ({ share }) => share, { over: 'night' }),
    },
    rows,
  });
}

function powerTable(night: SimulatedNight, { nights: count, seed, sessions }: NightsOptions): FigureTable {
  const own = Math.max(...night.measured.map(({ pairs }) => pairs.length));
  const found = simulatePower(night, { nights: count, sessions: sessions ?? own, seed });
  return table<(typeof found)[number]>({
    id: 'power',
    title: `${formatCount(count)} nights of ${formatCount(sessions ?? own)} sessions of the two runs`,
    caption: 'How often each check is called worse, where sessions are drawn from the runs with replacement.',
    columns: {
      check: text('check', ({ check }) => check.title),
      cell: text('cell', ({ check }) => check.cell),
      worse: ranged('called worse', 'share', ({ worse }) => worse, { over: 'night' }),
      verdict: text('in these runs', ({ check }) => check.verdict),
    },
    rows: found,
  });
}

function worseTable(night: SimulatedNight, { nights: count, seed, worse: loss }: NightsOptions): FigureTable {
  return table<NightsOfWorse>({
    id: 'worse',
    title: `${formatCount(count)} nights on which the policy is ${formatValue('points', loss)} less accurate`,
    caption: [
      'Sessions are drawn from both runs, labels exchanged at random, and right steps of the new run made wrong.',
      'Stated: what bench compare says that it takes to tell such a difference in 80 % of nights.',
    ].join(' '),
    columns: {
      cell: text('cell', ({ cell }) => cell),
      stated: plain('stated sessions', 'count', ({ stated }) => stated),
      sessions: plain('sessions of a night', 'count', ({ sessions }) => sessions),
      alone: ranged('called worse by itself', 'share', ({ alone }) => alone, { over: 'night' }),
      among: ranged('among all checks', 'share', ({ amongAll }) => amongAll, { over: 'night' }),
    },
    rows: simulateWorse(night, { loss, nights: count, seed }),
  });
}
