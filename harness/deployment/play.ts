import type { WorkContext } from '../contract/operator.ts';
import type { Cell, Scenario } from '../contract/scenario.ts';
import type { Session } from '../contract/session.ts';
import type { Trace } from '../contract/trace.ts';
import { type BatchOptions, runEpisodes } from '../engine/batch.ts';
import { withoutMemory } from '../engine/memo.ts';
import type { CellRoles } from '../engine/roles.ts';
import type { Bench, EpisodePlayer, PlayPlace } from './bench.ts';

/** A cell and what is deployed in it; null: every critical action is deferred. */
export interface PlayedCell {
  readonly cell: Cell;
  readonly deployment: Pick<CellRoles, 'critic' | 'gate'> | null;
}

export interface ScenarioOrder {
  /**
   * `session`, unless said: each in all cells before the next, so that the policy is asked once, in the same call, as
   * long as they meet the same screens.
   */
  readonly order?: 'session' | 'cell';
  /** Circumstances in which each session is played, one after the other. Absent: the bench's. */
  readonly worksOf?: (session: Session) => readonly WorkContext[];
}

export interface PlayOptions extends ScenarioOrder {
  /** Names this play where the same sessions are played in the same cells more than once. */
  readonly part?: string | undefined;
  /** Sees every trace, in the order of the scenarios. */
  readonly onTrace: (trace: Trace) => void;
}

/** A single pass over more sessions meets no screen again that would still be remembered. */
const FEW_SESSIONS = 5000;

/** Plays the sessions in every cell. */
export async function play(
  bench: Bench,
  cells: readonly PlayedCell[],
  sessions: readonly Session[],
  { part, onTrace, ...order }: PlayOptions,
): Promise<void> {
  const remember = cells.length > 1 || sessions.length <= FEW_SESSIONS;
  const rolesOf = await cellRoles(bench, cells, remember);
  const scenarios = scenariosOf(bench, cells, sessions, order);
  await playScenarios(bench, scenarios, { rolesOf, onEpisode: onTrace, part });
}

export interface ScenarioOptions
  extends Pick<BatchOptions, 'rolesOf' | 'collectReviews' | 'collectExamples' | 'onEpisode'> {
  readonly part?: string | undefined;
}

/** Plays scenarios at a place and hands out their episodes in order: the one way in which a deployment plays. */
export function playScenarios(
  place: PlayPlace,
  scenarios: Iterable<Scenario>,
  { part, ...episodes }: ScenarioOptions,
): Promise<void> {
  const player: EpisodePlayer = place.player ?? runEpisodes;
  return player(scenarios, { ...batchOf(place), ...episodes }, part);
}

/** What the engine plays with at a place. */
export function batchOf({ catalog, world, desks: { openEnvironment, concurrency, limits } }: PlayPlace) {
  return { catalog, world, openEnvironment, concurrency, limits };
}

/** Every session in every cell. */
export function* scenariosOf(
  bench: ScenarioBench,
  cells: readonly PlayedCell[],
  sessions: readonly Session[],
  { order = 'session', worksOf }: ScenarioOrder = {},
): Generator<Scenario, void, undefined> {
  const works = worksOf ?? ((session: Session) => [bench.workOf?.(session)]);
  const own = cells.map(({ cell }) => cellOn(bench, cell));
  const { seed } = bench;
  if (order === 'cell') {
    for (const cell of own)
      for (const session of sessions)
        for (const work of works(session)) yield { cell, session, seed, ...(work && { work }) };
    return;
  }
  for (const session of sessions) {
    const all = works(session);
    for (const cell of own) for (const work of all) yield { cell, session, seed, ...(work && { work }) };
  }
}

type ScenarioBench = Pick<Bench, 'seed' | 'workOf' | 'handsOverBelow'>;

/** The cell, with the bench's own word on when a chatbot hands over where it says nothing of it. */
function cellOn({ handsOverBelow }: ScenarioBench, cell: Cell): Cell {
  return cell.arm === 'chatbot' && handsOverBelow !== undefined ? { handsOverBelow, ...cell } : cell;
}

/** Who decides in each of the cells. */
export async function cellRoles(
  bench: Bench,
  cells: readonly PlayedCell[],
  remember = true,
): Promise<(cell: Cell) => CellRoles> {
  const roles = new Map<string, CellRoles>();
  for (const { cell, deployment } of cells) {
    const policy = cell.arm === 'chatbot' ? await chatbotOf(bench) : bench.policy;
    const critic = deployment?.critic ?? null;
    roles.set(cell.id, {
      policy: remember ? policy : withoutMemory(policy),
      operator: bench.operatorOf(cell.noise),
      critic: critic && !remember ? withoutMemory(critic) : critic,
      gate: deployment?.gate ?? null,
    });
  }
  return ({ id }) => {
    const found = roles.get(id);
    if (!found) throw new Error(`Cell "${id}" is not one of those that are played.`);
    return found;
  };
}

function chatbotOf({ chatbot }: Bench) {
  if (!chatbot) throw new Error('A chatbot arm is to be played, and the bench has no chatbot: give it one.');
  return chatbot();
}
