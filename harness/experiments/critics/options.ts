import { FEWEST_DRAWS } from '../../../reports/stats/session-bootstrap.ts';
import type { OptionsOf } from '../../bench/experiment.ts';
import { namesIn } from '../../bench/models/discover.ts';
import { NOISE_RATES_MODES, type NoiseRatesMode } from '../../bench/noise/noise-rates-modes.ts';
import {
  cached,
  delta,
  encoder,
  heldOut,
  logs,
  noiseGrid,
  policy,
  providers,
  sampleSize,
  target,
} from '../../bench/options.ts';
import { count, option, optional, wholeFrom } from '../../runner/option.ts';

export const options = {
  ...cached,
  ...noiseGrid({ alpha: '0,0.1', beta: '0,0.3', slip: '0' }),
  logs,
  providers,
  ...heldOut,
  sessions: sampleSize,
  policy: policy(),
  encoder,
  critics: optional(
    '--critics <list>',
    `of ${namesIn('policies/critics').join(', ')}; separated by commas, all where not given`,
  ),
  calibrators: optional('--calibrators <list>', `of ${namesIn('policies/calibrators').join(', ')}; likewise`),
  gates: optional('--gates <list>', `of ${namesIn('policies/gates').join(', ')}; likewise`),
  critic: option('--critic <name>', 'whose gates and guarantees are shown', { fallback: 'ngram' }),
  gate: optional(
    '--gate <name>',
    'whose thresholds by slice are shown, and which sets the target within reach; clopper-pearson where not given',
  ),
  gateSlices: option(
    '--gate-slices <list>',
    'what has a threshold of its own besides everything together: kind, cluster, kind-joint, cluster-joint',
    { fallback: 'kind,cluster' },
  ),
  target: target(),
  delta: delta(),
  noiseRates: option<NoiseRatesMode>(
    '--noise-rates <how>',
    'what noise-aware critics and corrected gates are told of the noise',
    { choices: NOISE_RATES_MODES, fallback: 'known' },
  ),
  redraws: count('--redraws <n>', 'redraws of the feedback for each guarantee', 1000),
  draws: option('--draws <n>', 'redraws of the sessions for each interval, 100 or more', {
    // Fewer give no percentiles worth printing.
    parse: wholeFrom(FEWEST_DRAWS),
    fallback: 300,
  }),
};

export type CriticsOptions = OptionsOf<typeof options>;
