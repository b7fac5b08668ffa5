import { beforeAll, describe, expect, it, vi } from 'vitest';
import { recipe as chatbot } from '../../../policies/models/chatbot.ts';
import { createCellAccumulator } from '../../../reports/results/cell-accumulator.ts';
import { type PlayedTables, playFolds } from '../../bench/arms/play-folds.ts';
import { cellFigures, SETTLE_METRICS } from '../../bench/closed-loop/cell-figures.ts';
import { closedDataset } from '../../bench/closed-loop/open-closed-bench.ts';
import { settlePoints } from '../../bench/closed-loop/settle-points.ts';
import { type SettleSessions, settleSessions } from '../../bench/closed-loop/settle-sessions.ts';
import { populationsOf } from '../../bench/data/populations.ts';
import { findRecipes, type Recipes } from '../../bench/models/recipes.ts';
import { hasStarArchive, starSample } from '../../conformance/star-sample.ts';
import type { Dataset } from '../../contract/dataset.ts';
import type { Trace } from '../../contract/trace.ts';
import { describeSplit } from './describe-split.ts';
import { acrossPopulations } from './over-populations.ts';
import { settleNotes } from './settle-notes.ts';
import { settlePlays } from './settle-plays.ts';
import { armsTable, foldsTable } from './settle-tables.ts';

const MODELS = { policy: 'markov', critic: 'max-softmax', gate: 'plug-in', seed: '1', providers: 'cpu' };
const OPTIONS = {
  ...MODELS,
  cache: false,
  logs: 'logs',
  target: 0.6,
  delta: 0.1,
  driver: 'in-process',
  jobs: 1,
} as const;

interface Run {
  readonly sessions: SettleSessions;
  readonly tables: PlayedTables;
  readonly traces: readonly { readonly trace: Trace; readonly fold: number }[];
  /** Ids of the sessions that anything was fitted on, by fold. */
  readonly taught: ReadonlyMap<number, ReadonlySet<string>>;
}

/** Plays a cross-fitted settle, and records whatever a recipe is given to learn from. */
async function crossFitted(dataset: Dataset, folds: number, most: number, pointSessions: number): Promise<Run> {
  const loaded = { dataset, source: 'logs', importer: 'test', notes: [] };
  const asked = { ...OPTIONS, folds, sessions: most, pointSessions };
  const sessions = settleSessions(loaded, asked);
  const taught = new Map<number, Set<string>>();
  const traces: { trace: Trace; fold: number }[] = [];
  let unplayed = new Set<string>();
  const learn = (examples: readonly { readonly session: string }[]) => {
    for (const { session } of examples) unplayed.add(session);
  };
  const spy = vi.spyOn(chatbot, 'fit');
  try {
    const tables = await playFolds({
      options: OPTIONS,
      catalog: dataset.catalog,
      sessions,
      playsOf: (open) =>
        settlePlays(settlePoints({ alpha: '0', beta: '0.2', slip: '0.01', traits: '' }), OPTIONS, open),
      recipes: recording(await findRecipes(MODELS), learn),
      onTrace(trace, fold) {
        for (const [examples] of spy.mock.calls.splice(0)) learn(examples);
        taught.set(fold, new Set([...(taught.get(fold) ?? []), ...unplayed]));
        unplayed = new Set();
        traces.push({ trace, fold });
      },
    });
    return { sessions, tables, traces, taught };
  } finally {
    spy.mockRestore();
  }
}

type Learn = (examples: readonly { readonly session: string }[]) => void;

function recording({ policy, critic, gate }: Recipes, learn: Learn): Recipes {
  const first =
    <A extends Parameters<Learn>[0], R extends unknown[], T>(learnFrom: (examples: A, ...rest: R) => T) =>
    (examples: A, ...rest: R): T => {
      learn(examples);
      return learnFrom(examples, ...rest);
    };
  return {
    policy: { ...policy, fit: first(policy.fit) },
    critic: { ...critic, fit: first(critic.fit) },
    gate: { ...gate, fit: first(gate.fit) },
  };
}

function expectNoneSeen({ sessions, traces, taught }: Run) {
  for (const { fold, parts } of sessions.folds) {
    const learned = taught.get(fold);
    // Nearly every session that teaches has something to learn from.
    expect(learned?.size).toBeGreaterThan(
      0.8 * (parts.train.length + parts.feedback.length + parts.calibration.length),
    );
  }
  for (const { trace, fold } of traces) expect(taught.get(fold)?.has(trace.session), trace.session).toBe(false);
}

describe('a cross-fitted run', () => {
  /** Sessions with a goal, and those of them that play the points of the grid. */
  const [SESSIONS, POINT_SESSIONS] = [75, 24];
  let run: Run;
  beforeAll(async () => {
    const { dataset } = await closedDataset(undefined, SESSIONS, '1');
    run = await crossFitted(dataset, 3, 15_000, POINT_SESSIONS);
  }, 180_000);

  it('plays every session once in each arm, by models that learned nothing from it', () => {
    expect(run.sessions.folds).toHaveLength(3);
    const all = run.sessions.closed.sessions.map(({ id }) => id).sort();
    expect(all).toHaveLength(SESSIONS);
    for (const { sums } of run.tables.arms) expect(sums.sessions()).toEqual(all);
    for (const { sums } of [...run.tables.grid, ...run.tables.remedies])
      expect(sums.sessions()).toHaveLength(POINT_SESSIONS);
    expectNoneSeen(run);
  });

  it('pools to the figures of all folds’ traces together', () => {
    const cell = (name: string, label: string) => {
      const found = createCellAccumulator(SETTLE_METRICS);
      for (const { trace } of run.traces) if (trace.cell === `${name}, ${label}`) found.add(trace);
      return found;
    };
    const { arms, grid, remedies } = run.tables;
    for (const { name, point, figures } of [...arms, ...grid, ...remedies])
      if (name !== 'monitors')
        expect(figures).toEqual(cellFigures(cell(name, point.label), cell('human-only', point.label)));
  });

  it('says how many folds there were, how many sessions were played, and where each fold’s gate stands', () => {
    const notes = settleNotes(run.sessions, { logs: 'logs', populations: 1 }).join('\n');
    expect(notes).toMatch(/Cross-fitting in 3 folds/);
    expect(notes).toMatch(new RegExp(`${SESSIONS} sessions were played in every arm.*${POINT_SESSIONS} of them`));
    expect(describeSplit(run.sessions)).toMatch(/3 folds.*train \d+ to \d+, .*evaluation \d+ to \d+$/);
    const { rows } = foldsTable(acrossPopulations([run.tables], 'arms'), populationsOf('1', 1));
    expect(rows).toHaveLength(3 * run.tables.arms.length);
    const gates = rows.flatMap(({ cells }) =>
      cells.operators === 'clean' && cells.arm === 'selective, acceptance' ? [cells.gate] : [],
    );
    const pooled = armsTable(run.tables.arms).rows.find(({ cells }) => cells.arm === 'selective, acceptance');
    expect(pooled?.cells.gate).toBe(new Set(gates).size === 1 ? gates[0] : gates.join(' / '));
  });
});

it('asked for few sessions, plays that many, drawn from all folds, the points’ among them', async () => {
  const { dataset } = await closedDataset(undefined, 150, '1');
  const loaded = { dataset, source: 'logs', importer: 'test', notes: [] };
  const { folds } = settleSessions(loaded, { logs: 'logs', seed: '1', folds: 3, sessions: 90, pointSessions: 30 });
  expect(folds.flatMap(({ all }) => all)).toHaveLength(90);
  expect(folds.flatMap(({ few }) => few)).toHaveLength(30);
  for (const { all, few, parts } of folds) {
    expect(parts.evaluation).toEqual(expect.arrayContaining([...all]));
    expect(all).toEqual(expect.arrayContaining([...few]));
    expect(few.length).toBeGreaterThan(0);
  }
});

describe.skipIf(!hasStarArchive)('STAR (skipped where ../shared/star is absent)', () => {
  it('every session with a goal is played in every arm, none by models that saw it', async () => {
    const run = await crossFitted(starSample(60), 2, 15_000, 10);
    const all = run.sessions.closed.sessions.map(({ id }) => id).sort();
    expect(all.length).toBeGreaterThan(30);
    for (const { sums } of run.tables.arms) expect(sums.sessions()).toEqual(all);
    expectNoneSeen(run);
  }, 180_000);
});
