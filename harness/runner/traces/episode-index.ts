import { gunzipSync } from 'node:zlib';
import type { Trace, TraceStep } from '../../contract/trace.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { hashText } from '../../shared/hash.ts';
import type { Json } from '../run-info.ts';
import { type Block, encodeBlock } from './block.ts';
import { type EpisodeFacts, forcedKey, type StoredEpisode } from './stored-episode.ts';

/** What is known of an episode without reading it: its name, and what sessions are filtered by. */
export interface EpisodeRow extends Required<EpisodeFacts> {
  readonly play: string;
  readonly cell: string;
  readonly session: string;
  /** What the scenario forced, in one text; null where it forced nothing. */
  readonly forced: string | null;
  readonly end: Trace['end'];
  /** How the case ended; null in open loop. */
  readonly outcome: string | null;
  readonly steps: number;
  /** Whether some wrong action was done, whoever decided it. */
  readonly wrong: boolean;
  /** Whether automation did one. */
  readonly wrongExecuted: boolean;
  /** Whether a wrong suggestion was done: by automation, or accepted by an operator. */
  readonly leaked: boolean;
  /** Whether an operator acted after automation had. */
  readonly handedOver: boolean;
  /** Lowest and highest of the critic's scores; null where it was not asked. */
  readonly scoreFrom: number | null;
  readonly scoreTo: number | null;
  /** Whether the case ends otherwise than in one of its twins; null without a twin. */
  readonly twinDiffers: boolean | null;
}

/** The order of a row's values in the file. An index of other columns is made again. */
const COLUMNS = Object.keys({
  play: 0,
  cell: 0,
  session: 0,
  forced: 0,
  arm: 0,
  noise: 0,
  operator: 0,
  process: 0,
  queue: 0,
  end: 0,
  outcome: 0,
  steps: 0,
  wrong: 0,
  wrongExecuted: 0,
  leaked: 0,
  handedOver: 0,
  scoreFrom: 0,
  scoreTo: 0,
  twinDiffers: 0,
} satisfies Record<keyof EpisodeRow, 0>) as (keyof EpisodeRow)[];

/** Gathers the rows of a run, one episode after the other. */
export class EpisodeIndex {
  readonly #rows: EpisodeRow[] = [];
  /** How the episodes of one scenario ended: the run and what was forced in it. */
  readonly #ends = new Map<string, { row: number; step: number | null; right: boolean; end: string }[]>();

  add(episode: StoredEpisode): void {
    const { trace, play } = episode;
    const row = rowOf(episode);
    if (trace.outcome) {
      const scenario = JSON.stringify([play, trace.cell, trace.session]);
      const { step = null, action = null } = trace.forced ?? {};
      const end = hashText(canonicalJson(trace.outcome as unknown as Json));
      const ends = this.#ends.get(scenario) ?? [];
      ends.push({ row: this.#rows.length, step, right: action === 'right', end });
      this.#ends.set(scenario, ends);
    }
    this.#rows.push(row);
  }

  /** All rows in order, with what only the whole run can tell. */
  rows(): EpisodeRow[] {
    const rows = [...this.#rows];
    for (const ends of this.#ends.values()) {
      const twins = ends.filter(({ right }) => right);
      for (const { row, step, end } of ends.filter(({ right }) => !right)) {
        const own = twins.filter((twin) => step === null || twin.step === step);
        const known = rows[row];
        if (known && own.length > 0) rows[row] = { ...known, twinDiffers: own.some((twin) => twin.end !== end) };
      }
    }
    return rows;
  }
}

function rowOf({ play, about, trace }: StoredEpisode): EpisodeRow {
  const { steps } = trace;
  const scores = steps.flatMap(({ score }) => (score === null ? [] : [score]));
  const executed = steps.findIndex(({ decision }) => decision === 'execute');
  return {
    play,
    cell: trace.cell,
    session: trace.session,
    forced: forcedKey(trace.forced),
    arm: about.arm,
    noise: about.noise,
    operator: about.operator,
    process: about.process,
    queue: about.queue ?? null,
    end: trace.end,
    outcome: trace.outcome?.how ?? null,
    steps: steps.length,
    wrong: steps.some(isWrong),
    wrongExecuted: steps.some((step) => step.decision === 'execute' && isWrong(step)),
    leaked: steps.some(leaks),
    handedOver: executed >= 0 && steps.slice(executed).some(({ decision }) => decision === 'defer'),
    scoreFrom: scores.length === 0 ? null : scores.reduce((a, b) => Math.min(a, b)),
    scoreTo: scores.length === 0 ? null : scores.reduce((a, b) => Math.max(a, b)),
    twinDiffers: null,
  };
}

const isWrong = (step: TraceStep) => (step.closed ?? step.logged)?.right === false;

/** As `reports/metrics/leak-rate.ts` counts. */
function leaks(step: TraceStep): boolean {
  const wrong = step.suggestion !== null && (step.closed ?? step.logged)?.suggestionRight === false;
  return wrong && step.verdict !== 'unaided' && (step.decision === 'execute' || step.verdict === 'accept');
}

/** What episodes to look for: each a value or several of them; scores by the range that some of theirs lie in. */
export type EpisodeFilter = {
  readonly [K in keyof Omit<EpisodeRow, 'scoreFrom' | 'scoreTo' | 'steps'>]?: EpisodeRow[K] | readonly EpisodeRow[K][];
} & { readonly score?: { readonly from?: number; readonly to?: number } };

/** Whether an episode is one that is looked for. */
export function matches(row: EpisodeRow, { score, ...filter }: EpisodeFilter): boolean {
  if (score) {
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = score;
    if (row.scoreFrom === null || row.scoreTo === null || row.scoreFrom > to || row.scoreTo < from) return false;
  }
  return Object.entries(filter).every(([column, wanted]) => {
    const value = row[column as keyof EpisodeRow];
    return Array.isArray(wanted) ? wanted.includes(value) : value === wanted;
  });
}

/** An index as it stands in its file. */
export interface IndexFile {
  readonly blocks: readonly Block[];
  readonly rows: readonly EpisodeRow[];
}

/** JSON in one gzip member, of the same bytes everywhere. */
export function encodeIndex({ blocks, rows }: IndexFile): Buffer {
  const head = JSON.stringify({ format: 'deskbench-traces-index', version: 1, episodes: rows.length });
  const lines = rows.map((row) => JSON.stringify(COLUMNS.map((column) => row[column])));
  const table = blocks.map(({ offset, length, first, episodes }) => [offset, length, first, episodes]);
  const [blockTable, columns] = [JSON.stringify(table), JSON.stringify(COLUMNS)];
  return encodeBlock(
    [`${head.slice(0, -1)},`, `"blocks":${blockTable},`, `"columns":${columns},`, `"rows":[\n${lines.join(',\n')}\n]}`],
    0,
  );
}

/** Null: it is none, or one of another version, and has to be made again. */
export function decodeIndex(bytes: Buffer): IndexFile | null {
  try {
    const found = JSON.parse(gunzipSync(bytes).toString('utf8')) as {
      columns: string[];
      blocks: number[][];
      rows: unknown[][];
    };
    if (JSON.stringify(found.columns) !== JSON.stringify(COLUMNS)) return null;
    return {
      blocks: found.blocks.map(([offset = 0, length = 0, first = 0, episodes = 0]) => ({
        offset,
        length,
        first,
        episodes,
      })),
      rows: found.rows.map((row) => Object.fromEntries(COLUMNS.map((column, i) => [column, row[i]]))) as never,
    };
  } catch {
    return null;
  }
}
