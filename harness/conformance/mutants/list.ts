import { ALIGNMENT_MUTANTS } from './alignment.ts';
import { BENCH_MUTANTS } from './bench.ts';
import { BORDER_MUTANTS } from './borders.ts';
import { ENCODER_MUTANTS } from './encoders.ts';
import { EXPERIMENT_MUTANTS } from './experiments.ts';
import { FIXTURE_MUTANTS } from './fixtures.ts';
import { HARNESS_MUTANTS } from './harness.ts';
import type { Mutant } from './mutant.ts';
import { NIGHTLY_MUTANTS } from './nightly.ts';
import { POLICY_MUTANTS } from './policies.ts';
import { PROVIDER_MUTANTS } from './providers.ts';
import { REPORT_MUTANTS } from './reports.ts';
import { SIMULATOR_MUTANTS } from './simulators.ts';
import { TABLE_MUTANTS } from './tables.ts';
import { TOOL_MUTANTS } from './tools.ts';
import { UNIT_MUTANTS } from './units.ts';
import { WORLD_MUTANTS } from './world.ts';

/** The project's own list of faults. Each stands for a kind that tests once let pass, or nearly. */
export const MUTANTS: readonly Mutant[] = [
  ...HARNESS_MUTANTS,
  ...BENCH_MUTANTS,
  ...EXPERIMENT_MUTANTS,
  ...FIXTURE_MUTANTS,
  ...WORLD_MUTANTS,
  ...SIMULATOR_MUTANTS,
  ...POLICY_MUTANTS,
  ...ENCODER_MUTANTS,
  ...PROVIDER_MUTANTS,
  ...ALIGNMENT_MUTANTS,
  ...REPORT_MUTANTS,
  ...TABLE_MUTANTS,
  ...NIGHTLY_MUTANTS,
  ...TOOL_MUTANTS,
  ...UNIT_MUTANTS,
  ...BORDER_MUTANTS,
];
