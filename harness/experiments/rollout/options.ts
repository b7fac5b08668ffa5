import type { OptionsOf } from '../../bench/experiment.ts';
import { cached, delta, driven, logs, models, noiseGrid, providers, target } from '../../bench/options.ts';
import { count, option, optional } from '../../runner/option.ts';

export const options = {
  ...driven,
  ...cached,
  ...noiseGrid({ alpha: '0.05', beta: '0.2', slip: '0.02' }),
  logs,
  days: count('--days <n>', 'simulated days', 14),
  perDay: count('--per-day <n>', 'sessions a day', 80),
  history: count('--history <n>', 'sessions logged before the first day', 300),
  newProcess: option('--new-process <id>', 'procedure of which no log is there on the first day', {
    fallback: 'refund',
  }),
  drift: option('--drift <name>', 'file in fixtures/drift/, degraded-operators, or none', {
    fallback: 'changed-rule',
  }),
  driftDay: count('--drift-day <n>', 'day from which the world is another', 10),
  driftProcedure: optional(
    '--drift-procedure <id>',
    'procedure that the drift changes; the most frequent that can, where not given',
  ),
  ...models,
  ood: option('--ood <name>', 'file in policies/ood/, or none', { fallback: 'nearest-neighbours' }),
  monitor: option('--monitor <name>', 'file in policies/monitors/ that acts', { fallback: 'cusum' }),
  target: target(0.85),
  delta: delta(0.1),
  meanRun: count('--mean-run <n>', 'observations of a guardrail to a false alarm, on average', 500),
  memory: count('--memory <n>', 'latest sessions of each slice that policies are trained on', 20),
  repeats: count('--repeats <n>', 'rollouts, each with sessions, arrivals and drift of its own', 4),
  providers,
};

export type RolloutOptions = OptionsOf<typeof options>;
