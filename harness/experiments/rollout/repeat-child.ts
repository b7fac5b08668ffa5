import type { PlayedEpisode } from '../../bench/run-record.ts';
import type { SliceDay } from '../../deployment/rounds-input.ts';
import type { RolloutOptions } from './options.ts';
import { type PlayedRepeat, playRepeat } from './play-repeat.ts';

/** What the process that plays a rollout is told. */
export interface RepeatOrder {
  readonly options: RolloutOptions;
  readonly repeat: number;
}

/** What it says: that a day is over, an episode that was played, what the rollout came to, or why there is none. */
export type RepeatNews =
  | { readonly day: number }
  | { readonly episode: PlayedEpisode }
  | { readonly result: PlayedRepeat }
  | { readonly failed: string };

/** Plays one rollout for `playRepeats` in a process of its own, which ends where the other one does. */
process.once('disconnect', () => process.exit());

process.once('message', async ({ options, repeat }: RepeatOrder) => {
  const tell = (news: RepeatNews) => process.send?.(news);
  try {
    const onDay = (rows: readonly SliceDay[]) => tell({ day: rows[0]?.day ?? 0 });
    tell({ result: await playRepeat(options, repeat, onDay, (episode) => tell({ episode })) });
  } catch (error) {
    tell({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  } finally {
    process.disconnect();
  }
});
