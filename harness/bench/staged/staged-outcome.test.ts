import { beforeEach, describe, expect, it, vi } from 'vitest';
import { captureOutput } from '../../capture-output.ts';
import type { Trace } from '../../contract/trace.ts';
import { buildResults } from './build-results.ts';
import { playStaged, type StagedExperiment } from './staged-outcome.ts';
import { runStaged } from './staged-run.ts';

// How it is played and what tables make of it is tested beside them: here what is asked for, and what is said around it.
vi.mock('./staged-run.ts');
vi.mock('./build-results.ts');
vi.mock('./staged-figures.ts', async (load) => ({
  ...(await load<typeof import('./staged-figures.ts')>()),
  stagedFigures: () => ({ cards: [], findings: ['a figure'], tables: [{ id: 'figures' }], plots: [] }),
}));
vi.mock('./level-answers.ts', () => ({ levelAnswers: () => [] }));
vi.mock('./closed-findings.ts', () => ({ describeAnswer: () => ['an answer'] }));
vi.mock('../models/discover.ts', () => ({ discover: async () => [] }));
vi.mock('../../../fixtures/format/dataset-hash.ts', () => ({ datasetHash: (dataset: string) => `hash of ${dataset}` }));

type Request = Parameters<typeof runStaged>[0];
const asked: Request[] = [];
const noise = { alpha: 0, beta: 0, slip: 0 };
const cellOf = (id: string, arm: string, loop: string) => ({ cell: { id, arm, loop }, noise });
const COPILOT = cellOf('copilot', 'copilot', 'open');
const ALONE = cellOf('alone', 'human-only', 'open');
const CLOSED = cellOf('closed', 'selective', 'closed');
const gate = { name: 'exact', threshold: 0.8, reason: null };
const crash = { where: 'the feedback phase', requested: 9, sessions: ['f'], bounds: new Map() };
const trace = (cell: string, session: string, more: Partial<Trace> = {}) =>
  ({ ...{ cell, session, seed: '1', loop: 'open', steps: [], retries: 0, end: 'done' }, ...more }) as unknown as Trace;

/** What is played: by default one session a cell, without fault. */
let traces: (request: Request) => [Trace, number][];
let parity: unknown[] | undefined;
beforeEach(() => {
  asked.length = 0;
  parity = undefined;
  traces = ({ cells }) => cells.map(({ cell }) => [trace(cell.id, 's'), 1]);
  vi.mocked(buildResults).mockClear();
  vi.mocked(runStaged).mockImplementation(async (request) => {
    asked.push(request);
    for (const [one, repeat] of traces(request)) request.onTrace(one, repeat);
    const loop = { crashes: [], deployments: new Map([['copilot', { gate }]]), parity, twins: null };
    const closed = request.closed && { ...loop, crashes: [crash], twins: `twins of ${request.closed.twinSessions}` };
    request.onLoop?.('open loop', request.cells, loop as never);
    if (closed) request.onLoop?.('closed loop', request.closed!.cells, closed as never);
    return { open: loop, closed, providers: { policy: 'cpu', critic: 'none' } } as never;
  });
});

const parts = { train: [1, 2, 3], feedback: [1], evaluation: [{ id: 'x', steps: [] }] };
const closedOf = (twinSessions: number) => ({
  ...{ cells: [CLOSED], parts: { evaluation: [1, 2] }, twinSessions },
  ...{ refused: [{ cause: 'no goal', count: 2 }], notes: ['a closed note'] },
});
const experimentOf = (more: object = {}) =>
  ({
    record: { part: (name: string) => ({ name }) },
    loaded: { dataset: 'data', notes: ['read'] },
    split: { parts },
    cells: [ALONE, COPILOT],
    recipes: { policy: { name: 'p' }, critic: { name: 'c' }, calibrator: null, gate: { name: 'g', promise: 'none' } },
    options: { seed: '1', target: 0.9, gateSlices: 'global', noiseRates: 'none' },
    ...{
      driver: 'in-process',
      jobs: 1,
      paritySessions: 5,
      predictions: null,
      closed: null,
      notes: ['first'],
      others: [],
    },
    ...more,
  }) as unknown as StagedExperiment;

async function played(more: object = {}) {
  const output = captureOutput();
  try {
    return { ...(await playStaged(experimentOf(more))), said: output.text() };
  } finally {
    output.end();
  }
}
const OTHER = { seed: '1-p2', loaded: { dataset: 'other', notes: [] }, split: { parts: { train: [] } } };

describe('a staged experiment', () => {
  it('is played in each population on its own data and seed, with twins and parity in the first alone', async () => {
    const { crashes, said } = await played({
      closed: closedOf(7),
      others: [{ ...OTHER, closed: closedOf(7) }],
    });
    expect(asked.map(({ options }) => options.seed)).toEqual(['1', '1-p2']);
    expect(asked.map(({ recorded }) => (recorded as unknown as { name: string }).name)).toEqual([
      'population 1',
      'population 1-p2',
    ]);
    expect(asked.map(({ closed }) => closed?.twinSessions)).toEqual([7, 0]);
    expect(asked.map(({ paritySessions }) => paritySessions)).toEqual([5, 0]);
    expect(asked.map(({ loaded }) => loaded.dataset)).toEqual(['data', 'other']);
    expect(asked[1]!.split).toBe(OTHER.split);
    expect(crashes?.map(({ where }) => where)).toEqual(['the feedback phase', 'the feedback phase, population 1-p2']);
    // The first result of each loop is said as soon as it is there, of the first population only.
    expect(said.trim().split('\n')).toEqual([
      'First result, open loop, population 1 of 2: an answer',
      'First result, closed loop, population 1 of 2: an answer',
    ]);
    const measured = vi.mocked(buildResults).mock.calls.at(-1)![0];
    expect(measured.populations.map(({ seed, datasetHash, cells }) => [seed, datasetHash, cells.length])).toEqual([
      ['1', 'hash of data', 3],
      ['1-p2', 'hash of other', 3],
    ]);
    expect(measured.closedLoop).toMatchObject({
      split: { evaluation: 2 },
      refused: [{ cause: 'no goal', count: 2 }],
      twins: 'twins of 7',
    });
    expect(measured.closedLoop?.cells.map(({ id }) => id)).toEqual(['closed']);
  });

  it('names no other population where there is one, and has no closed loop where none is asked for', async () => {
    const { said, split } = await played();
    expect(said).toBe('First result, open loop: an answer\n');
    expect(split).toBe('sessions by part: train 3 · feedback 1 · evaluation 1');
    expect(vi.mocked(buildResults).mock.calls.at(-1)![0].closedLoop).toBeNull();
    expect((await played({ closed: closedOf(0) })).split).toContain('; closed loop evaluation 2');
  });

  it('tells tables the gate of each cell, and what it was to keep', async () => {
    await played();
    const [alone, copilot] = vi.mocked(buildResults).mock.calls.at(-1)![0].cells;
    expect(alone).toMatchObject({
      id: 'alone',
      arm: 'human-only',
      loop: 'open',
      noise,
      driver: 'in-process',
      gate: null,
    });
    expect(copilot?.gate).toEqual({ ...gate, targetPrecision: 0.9 });
    expect(copilot?.accumulator.sessions()).toEqual(['s']);
  });

  it('counts crashes of episodes beside those of phases', async () => {
    traces = () => [
      [trace('copilot', 'a'), 1],
      [trace('copilot', 'b', { end: 'crashed' } as never), 1],
    ];
    const { crashes } = await played();
    expect(crashes).toMatchObject([{ where: 'copilot', requested: 2, sessions: ['b'] }]);
  });

  it('compares desks where they were compared, over as many sessions as were asked for', async () => {
    expect((await played()).parity).toBeUndefined();
    parity = [{ cell: 'copilot' }];
    expect((await played()).parity).toEqual({ sessions: 5, checks: [{ cell: 'copilot' }] });
    const both = await played({ closed: closedOf(0) });
    expect(both.parity?.checks).toHaveLength(2);
  });
});

describe('its notes', () => {
  const notesOf = async (more: object = {}) => (await played(more)).notes!;

  it('name models, what is known of noise, and sessions without steps', async () => {
    const notes = await notesOf({ closed: closedOf(0) });
    expect(notes[0]).toBe('first');
    expect(notes).toContain('a closed note');
    expect(notes).toContain('Policy p (on cpu), critic c (on none), gate g.');
    expect(notes.at(-1)).toContain('1 of 1 evaluation sessions hold no step');
    expect(notes.join()).not.toMatch(/were told the operators' noise|Infrastructure/);
  });

  it('name the calibrator behind its critic, the slices of a gate, and that noise was told', async () => {
    const { recipes, options } = experimentOf();
    const notes = await notesOf({
      recipes: { ...recipes, calibrator: { name: 'platt' } },
      options: { ...options, gateSlices: 'kind', noiseRates: 'gold' },
    });
    expect(notes).toContain('Policy p (on cpu), critic c + platt (on none), gate g by kind.');
    expect(notes.join()).toContain("Critic and gate were told the operators' noise (gold):");
  });

  it('count how often a desk was begun again, over cells, loops and populations', async () => {
    traces = ({ cells, closed }) =>
      [...cells, ...(closed?.cells ?? [])].map(({ cell }) => [trace(cell.id, 's', { retries: 2 }), 1]);
    const more = { closed: closedOf(0), others: [{ ...OTHER, closed: closedOf(0) }] };
    expect((await notesOf(more)).join()).toContain('Infrastructure: 6 episodes begun again');
    expect((await notesOf()).join()).toContain('Infrastructure: 2 episodes begun again');
  });
});

describe('its repeats', () => {
  const repeated = ({ cells }: Request): [Trace, number][] =>
    cells.flatMap(({ cell }) => [1, 2].map((repeat): [Trace, number] => [trace(cell.id, 's'), repeat]));

  it('are told of where there are several, without the arm that has no models', async () => {
    traces = repeated;
    const { findings, tables } = await played({ repeats: 2 });
    expect(findings).toEqual([expect.stringContaining('All 2 repeats are equal in each of 1 session'), 'a figure']);
    expect(tables?.map(({ id }) => id)).toEqual(['figures', 'reliability', 'flaky']);
    expect(tables?.[1]?.rows).toHaveLength(1);
    const once = await played();
    expect([once.findings, once.tables?.length]).toEqual([['a figure'], 1]);
  });
});
