import type { Catalog } from '../../contract/catalog.ts';
import type { Trace } from '../../contract/trace.ts';
import { CALM_WORLD } from '../../contract/world.ts';
import { createProgress } from '../../runner/progress.ts';
import { type BenchOptions, type OpenBench, openBenchOfParts } from '../closed-loop/open-closed-bench.ts';
import type { SettlePoint } from '../closed-loop/settle-points.ts';
import type { SettleFold, SettleSessions } from '../closed-loop/settle-sessions.ts';
import type { ParitySample } from '../desks/parity.ts';
import type { Recipes } from '../models/recipes.ts';
import { type Crashes, crashesAt } from '../report/crashes.ts';
import type { RunPart } from '../run-record.ts';
import { type ArmSpec, type Outcome, playPoint } from './play-point.ts';
import { type PlayedFold, poolFolds } from './pool-folds.ts';

/** One point and the arms that are played there. */
export interface Play {
  /** The table that it goes into. */
  readonly table: 'arms' | 'grid' | 'remedies';
  readonly point: SettlePoint;
  readonly arms: readonly ArmSpec[];
  /** Whether on all sessions, or on as many as each point of the grid gets. */
  readonly sessions: 'all' | 'few';
}

/** What is played over all folds. */
export interface FoldsRequest {
  readonly options: BenchOptions;
  readonly catalog: Catalog;
  readonly sessions: SettleSessions;
  /** Everything that is played, in order: the same arms at the same points whatever the bench, so that folds can be pooled. */
  readonly playsOf: (open: OpenBench) => Promise<readonly Play[]>;
  readonly recipes: Recipes;
  /** Names what is played in front of its progress; empty where there is nothing to tell apart. */
  readonly name?: string;
  /** Sees what was played, with the fold, from 1. */
  readonly onTrace?: (trace: Trace, fold: number) => void;
  /** Sessions of each cell that are played in-process too, to compare traces; not of those under watch. Absent: none. */
  readonly parity?: ParitySample | undefined;
  /** Keeps what is played in a fold, from 1. Absent: nothing does. */
  readonly recordedOf?: (fold: number) => RunPart;
  /** Told of every phase before play in which the desk failed for good. */
  readonly onCrashes?: (crashes: readonly Crashes[]) => void;
}

/** What came out, table by table. */
export type PlayedTables = Readonly<Record<Play['table'], readonly Outcome[]>>;

/** Trains and plays fold by fold, one bench open at a time, then pools the folds. */
export async function playFolds(request: FoldsRequest): Promise<PlayedTables> {
  const { options, catalog, sessions, recipes, parity } = request;
  const played = new Map<number, { readonly table: Play['table']; readonly folds: PlayedFold[] }>();
  for (const fold of sessions.folds.filter(({ all }) => all.length > 0)) {
    const open = await openBenchOfParts({
      options,
      catalog,
      closed: sessions.closed,
      parts: fold.parts,
      recipes,
      rates: CALM_WORLD,
      parity,
      recorded: request.recordedOf?.(fold.fold),
    });
    try {
      for (const [place, play] of (await request.playsOf(open)).entries()) {
        if (fold[play.sessions].length === 0) continue;
        const arms = await playOne(open, request, fold, play);
        const { folds } = played.get(place) ?? { folds: [] };
        played.set(place, { table: play.table, folds: [...folds, { fold: fold.fold, arms }] });
      }
    } finally {
      await open.close();
    }
  }
  const pooled = (table: Play['table']) =>
    [...played.values()].filter((one) => one.table === table).flatMap(({ folds }) => poolFolds(folds));
  return { arms: pooled('arms'), grid: pooled('grid'), remedies: pooled('remedies') };
}

function playOne(
  { bench, training }: OpenBench,
  { sessions: { folds }, name = '', onTrace, onCrashes }: FoldsRequest,
  fold: SettleFold,
  { point, arms, sessions }: Play,
) {
  const label = `${name}${folds.length > 1 ? `fold ${fold.fold} of ${folds.length}, ` : ''}${point.label}`;
  return playPoint({
    bench: { ...bench, onCrashes: (crashes) => onCrashes?.(crashesAt(point.label, crashes)) },
    training,
    point,
    arms,
    sessions: fold[sessions],
    onTrained: stageProgress(`${label}: feedback, critic, gate`),
    onPlayed: stageProgress(`${label}: sessions`),
    ...(onTrace && { onTrace: (trace: Trace) => onTrace(trace, fold.fold) }),
  });
}

/** Progress that begins with its first step, when it is known how many there are. */
function stageProgress(label: string): (done: number, of: number) => void {
  let progress: ReturnType<typeof createProgress> | null = null;
  return (done, of) => {
    progress ??= createProgress(label, of);
    progress.update(done, '');
    if (done === of) progress.finish();
  };
}
