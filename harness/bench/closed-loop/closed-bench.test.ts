import { afterAll, beforeAll, expect, it } from 'vitest';
import { metric as sessionAutomation } from '../../../reports/metrics/session-automation.ts';
import type { Cell } from '../../contract/scenario.ts';
import type { Trace } from '../../contract/trace.ts';
import type { EpisodePlayer } from '../../deployment/bench.ts';
import { runEpisodes } from '../../engine/batch.ts';
import { paritySample } from '../desks/parity.ts';
import { type ClosedBench, playCells, playCompared } from './closed-bench.ts';
import type { OpenBench } from './open-closed-bench.ts';
import { PAPER_OPERATORS } from './paper-operators.ts';
import { openTestBench } from './test-bench.ts';

let open: OpenBench;

beforeAll(async () => {
  open = await openTestBench(120, { train: 0.5, feedback: 0.1, calibration: 0.1, evaluation: 0.3 });
}, 60_000);
afterAll(() => open?.close());

const chatbot: Cell = { id: 'chatbot', arm: 'chatbot', loop: 'closed', noise: PAPER_OPERATORS };

async function tracesOf(handsOverBelow: Pick<ClosedBench, 'handsOverBelow'>, ...cells: Cell[]): Promise<Trace[]> {
  const { handsOverBelow: _, ...bench } = open.bench;
  const traces: Trace[] = [];
  await playCells(
    { ...bench, ...handsOverBelow },
    cells.map((cell) => ({ cell, deployment: null })),
    open.parts.evaluation,
    [sessionAutomation],
    (trace) => traces.push(trace),
  );
  return traces;
}

const unattended = (traces: readonly Trace[]) =>
  traces.reduce((sum, { steps }) => sum + steps.filter(({ decision }) => decision === 'execute').length, 0);

it('chatbots hand over below what the bench says, unless their cell says otherwise', async () => {
  const [never, half, always] = [
    await tracesOf({ handsOverBelow: 0 }, chatbot),
    await tracesOf({}, chatbot),
    await tracesOf({ handsOverBelow: 1 }, chatbot),
  ];
  expect(unattended(never)).toBeGreaterThan(unattended(half));
  expect(unattended(half)).toBeGreaterThan(unattended(always));
  const own = await tracesOf({ handsOverBelow: 0 }, { ...chatbot, handsOverBelow: 1 });
  expect(unattended(own)).toBe(unattended(always));
});

it('plays each session in all cells before the next, and gives each cell what it gets by itself', async () => {
  const human: Cell = { ...chatbot, id: 'human', arm: 'human-only' };
  const together = await tracesOf({}, chatbot, human);
  expect(together.map(({ session }) => session)).toEqual(open.parts.evaluation.flatMap(({ id }) => [id, id]));
  expect(together.filter(({ cell }) => cell === 'chatbot')).toEqual(await tracesOf({}, chatbot));
});

it.each(['session', 'cell'] as const)(
  'compares with what is played anew, never with what the run keeps: by %s',
  async (order) => {
    const human: Cell = { ...chatbot, id: 'human', arm: 'human-only' };
    const cells = [chatbot, human].map((cell) => ({ cell, deployment: null }));
    /** Hands out what a run keeps of desks that change some of the traces. */
    const keeps =
      (changed: (trace: Trace) => boolean): EpisodePlayer =>
      (scenarios, options) =>
        runEpisodes(scenarios, {
          ...options,
          onEpisode: (trace, ...rest) =>
            options.onEpisode(changed(trace) ? { ...trace, steps: trace.steps.slice(1) } : trace, ...rest),
        });
    const sessions = open.parts.evaluation.slice(0, 8);
    const compared = async (changed: (trace: Trace) => boolean) => {
      const parity = paritySample('browser', 3);
      const played: Trace[] = [];
      await playCompared({ ...open.bench, parity, player: keeps(changed) }, cells, sessions, {
        order,
        onTrace: (trace) => played.push(trace),
      });
      expect(played).toHaveLength(16);
      expect(parity?.checks).toMatchObject([{ sessions: 6 }]);
      return parity?.checks[0]?.difference ?? null;
    };
    expect(await compared(() => false)).toBeNull();
    expect(await compared(({ session }) => session === sessions[3]?.id)).toBeNull();
    const last = await compared(({ session, cell }) => session === sessions[2]?.id && cell === 'human');
    expect(last).toContain(`session "${sessions[2]?.id}", cell "human", steps`);
  },
);
