import { countOf, formatEstimate } from '../../reports/present/format-value.ts';
import { discover } from '../bench/models/discover.ts';
import { compareWithBaseline } from '../bench/regress/compare-with-baseline.ts';
import { DEFAULT_RULES, readRules } from '../bench/regress/rules.ts';
import { simulateNullNights, simulatePower } from '../bench/regress/simulate-nights.ts';
import type { Metric } from '../contract/metric.ts';
import { print } from '../runner/output.ts';
import { namesIn } from './regress.ts';

export interface NightsOptions {
  readonly rules?: string;
  readonly across?: string;
  readonly nights: number;
  readonly seed: string;
  readonly sessions?: number;
}

/** `bench nights`: how often the rules cry wolf over simulated nights of two real runs, and how often they see what differs. */
export async function nights(base: string, next: string, options: NightsOptions): Promise<void> {
  const rules = options.rules === undefined ? DEFAULT_RULES : readRules(options.rules);
  const metrics = await discover<Metric>('reports/metrics', 'metric');
  const { measured } = compareWithBaseline(base, next, metrics, namesIn(options.across));
  const night = { rules, metrics, measured };
  const { falseAlarms, falseFailures } = simulateNullNights(night, options.nights, options.seed);
  print(`${countOf(options.nights, 'night')} on which nothing changed: labels exchanged session by session.`);
  print(`  false alarms, any check worse  ${formatEstimate('share', falseAlarms)}`);
  print(`  false failures                 ${formatEstimate('share', falseFailures)}`);
  const own = Math.max(...measured.map(({ pairs }) => pairs.length));
  const sessions = options.sessions ?? own;
  print(
    `\n${countOf(options.nights, 'night')} of ${countOf(sessions, 'session')}, drawn from the two runs: how often a check is worse.`,
  );
  for (const { check, worse } of simulatePower(night, { nights: options.nights, sessions, seed: options.seed }))
    print(`  ${formatEstimate('share', worse).padEnd(24)} ${check.title}, ${check.cell}: ${check.sentence}`);
}
