import type { OptionsOf } from '../../bench/experiment.ts';
import { cached, encoder, logs, playing, providers } from '../../bench/options.ts';
import { parseShard, readSweep, type Shard, type Sweep } from '../../bench/sweep/plan.ts';
import { optional, required } from '../../runner/option.ts';

export const options = {
  plan: required<Sweep>('--plan <file>', 'what is swept, as JSON with comments (docs/sweeps.md)', { parse: readSweep }),
  shard: optional<Shard>('--shard <i/n>', 'play this part of so many; bench merge brings them together', {
    parse: parseShard,
  }),
  logs,
  ...cached,
  ...playing,
  providers,
  encoder,
};

export type SweepOptions = OptionsOf<typeof options>;
