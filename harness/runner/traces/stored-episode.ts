import { z } from 'zod';
import { actionSchema, exactKey } from '../../contract/action.ts';
import type { Arm, Scenario } from '../../contract/scenario.ts';
import type { Trace } from '../../contract/trace.ts';

/** What sessions are looked for by, and a trace does not say. */
export interface EpisodeFacts {
  readonly arm: Arm;
  /** Name of the noise level, as the run's tables call it. */
  readonly noise: string;
  readonly operator: string | null;
  readonly process: string | null;
  /** Cases that wait for an operator when this one comes. Absent or null: nothing is known of it. */
  readonly queue?: number | null;
}

/** One line of a trace store. Readers ignore what they do not know, so that later versions may add to it. */
export interface StoredEpisode {
  /** The part of the run that it belongs to: population, fold, point. With cell, session and what is forced it is unique. */
  readonly play: string;
  readonly about: EpisodeFacts;
  readonly trace: Trace;
}

/** What names an episode within a run. No two episodes have the same, whatever their names hold. */
export function storedKey(play: string, { cell, session, forced, work }: EpisodeName): string {
  return JSON.stringify([play, cell.id, session.id, forcedKey(forced), work?.queueLength ?? null]);
}

/** Of a scenario, what tells it from others of its play. */
type EpisodeName = {
  readonly cell: { readonly id: string };
  readonly session: { readonly id: string };
  readonly forced?: Scenario['forced'] | undefined;
  readonly work?: { readonly queueLength: number | null } | undefined;
};

/** The same of an episode. */
export function keyOfEpisode({ play, about: { queue = null }, trace }: StoredEpisode): string {
  const { cell, session, forced } = trace;
  return storedKey(play, { cell: { id: cell }, session: { id: session }, forced, work: { queueLength: queue } });
}

/** What is forced, in one text; null where nothing is. */
export function forcedKey(forced?: Scenario['forced']): string | null {
  if (!forced) return null;
  return `${forced.step} ${forced.action === 'right' ? forced.action : exactKey(forced.action)}`;
}

/** What is read of a line before it counts as an episode; the rest is as this program wrote it. */
const headSchema = z.object({
  play: z.string(),
  about: z.object({ arm: z.string(), noise: z.string() }),
  trace: z.object({
    session: z.string(),
    cell: z.string(),
    steps: z.array(z.unknown()),
    end: z.enum(['completed', 'truncated', 'crashed']),
    forced: z.object({ step: z.number(), action: z.union([z.literal('right'), actionSchema]) }).optional(),
  }),
});

/** Throws: where the line is no episode. */
export function parseEpisode(line: string): StoredEpisode {
  const value: unknown = JSON.parse(line);
  if (!headSchema.safeParse(value).success) throw new Error('it holds a line that is no episode');
  return value as StoredEpisode;
}
