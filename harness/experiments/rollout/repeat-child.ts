import type { RolloutOptions } from './options.ts';
import { playRepeat, type Repeat } from './play-repeat.ts';

/** What the process that plays a rollout is told. */
export interface RepeatOrder {
  readonly options: RolloutOptions;
  readonly repeat: number;
}

/** What it says: that a day is over, what the rollout came to, or why there is none. */
export type RepeatNews = { readonly day: number } | { readonly result: Repeat } | { readonly failed: string };

/** Plays one rollout for `playRepeats` in a process of its own. */
process.once('message', async ({ options, repeat }: RepeatOrder) => {
  const tell = (news: RepeatNews) => process.send?.(news);
  try {
    tell({ result: await playRepeat(options, repeat, (rows) => tell({ day: rows[0]?.day ?? 0 })) });
  } catch (error) {
    tell({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  } finally {
    process.disconnect();
  }
});
