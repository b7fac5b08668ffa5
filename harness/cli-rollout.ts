import { type Command, Option } from 'commander';
import { cached, driven, grid, logs, openShare, out, positiveInteger, providers, seed } from './cli-options.ts';

/** `bench rollout`. */
export function rolloutCommand(bench: Command): void {
  driven(
    cached(
      grid(
        bench
          .command('rollout')
          .description('a new process and a drift, day by day: stages, guardrails, rollbacks, false alarms'),
        { alpha: '0.05', beta: '0.2', slip: '0.02' },
      ),
    ),
  )
    .addOption(logs())
    .option('--days <n>', 'simulated days', positiveInteger, 14)
    .option('--per-day <n>', 'sessions a day', positiveInteger, 80)
    .option('--history <n>', 'sessions logged before the first day', positiveInteger, 300)
    .option('--new-process <id>', 'procedure of which no log is there on the first day', 'refund')
    .option('--drift <name>', 'file in fixtures/drift/, degraded-operators, or none', 'changed-rule')
    .option('--drift-day <n>', 'day from which the world is another', positiveInteger, 10)
    .option('--drift-procedure <id>', 'procedure that the drift changes; the most frequent that can, where not given')
    .addOption(new Option('--policy <name>', 'file in policies/models/').default('ngram'))
    .addOption(new Option('--critic <name>', 'file in policies/critics/').default('ngram'))
    .addOption(new Option('--gate <name>', 'file in policies/gates/').default('clopper-pearson'))
    .addOption(new Option('--ood <name>', 'file in policies/ood/, or none').default('nearest-neighbours'))
    .addOption(new Option('--monitor <name>', 'file in policies/monitors/ that acts').default('cusum'))
    .addOption(new Option('--target <share>', 'precision that gates must reach').default(0.85).argParser(openShare))
    .addOption(new Option('--delta <p>', 'probability that a gate may miss it').default(0.1).argParser(openShare))
    .option('--mean-run <n>', 'observations of a guardrail to a false alarm, on average', positiveInteger, 500)
    .option('--memory <n>', 'latest sessions of each slice that policies are trained on', positiveInteger, 20)
    .option('--repeats <n>', 'rollouts, each with sessions, arrivals and drift of its own', positiveInteger, 4)
    .addOption(seed())
    .addOption(providers())
    .addOption(out())
    .action(async (options) => (await import('./experiments/rollout/index.ts')).rollout(options));
}
