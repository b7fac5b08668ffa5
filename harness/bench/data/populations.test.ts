import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { NOT_NEGATIVE } from '../../../reports/stats/range.ts';
import { createOperator } from '../../../simulators/operators/answering/create-operator.ts';
import type { Trace } from '../../contract/trace.ts';
import { CALM_WORLD } from '../../contract/world.ts';
import { playCells } from '../closed-loop/closed-bench.ts';
import { closedDataset, openClosedBench } from '../closed-loop/open-closed-bench.ts';
import { PAPER_OPERATORS } from '../closed-loop/paper-operators.ts';
import { bracketsOver, overPopulations, POPULATIONS_FOR_MEAN, populationsOf, rangeOver } from './populations.ts';

const SHARES = { train: 0.5, feedback: 0.1, calibration: 0.1, evaluation: 0.3 };
const SESSIONS = 100;

/** Everything of a population that can be seen from outside. */
async function play(seed: string): Promise<{ ids: string[]; taught: string[]; traces: Trace[]; texts: string }> {
  const options = {
    policy: 'markov',
    critic: 'max-softmax',
    gate: 'plug-in',
    target: 0.9,
    delta: 0.05,
    seed,
    providers: 'cpu',
    cache: false,
  } as const;
  const loaded = await closedDataset(undefined, SESSIONS, seed);
  const open = await openClosedBench({ options, loaded, shares: SHARES, rates: CALM_WORLD });
  const traces: Trace[] = [];
  try {
    const cells = (['human-only', 'copilot'] as const).map((arm) => ({
      cell: { id: arm, arm, loop: 'closed', noise: PAPER_OPERATORS } as const,
      deployment: null,
    }));
    await playCells(open.bench, cells, open.parts.evaluation, [], (trace) => traces.push(trace));
  } finally {
    await open.close();
  }
  const { train, feedback, calibration, evaluation } = open.parts;
  return {
    ids: evaluation.map(({ id }) => id),
    taught: [...train, ...feedback, ...calibration].map(({ id }) => id),
    traces,
    texts: JSON.stringify(loaded.dataset.sessions.map(({ steps }) => steps.map(({ action }) => action))),
  };
}

describe('populations', () => {
  it('have seeds of their own, and more of them change none before', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 20 }),
        (seed, count, more) => {
          const populations = populationsOf(seed, count);
          expect(new Set(populations.map((one) => one.seed)).size).toBe(count);
          expect(populationsOf(seed, count + more).slice(0, count)).toEqual(populations);
          expect(populations[0]?.seed).toBe(seed);
        },
      ),
    );
  });

  describe('as they are played', () => {
    let first: Awaited<ReturnType<typeof play>>;
    let again: typeof first;
    let other: typeof first;
    beforeAll(async () => {
      const [one, two] = populationsOf('1', 2);
      first = await play(one?.seed ?? '');
      again = await play(one?.seed ?? '');
      other = await play(two?.seed ?? '');
    }, 60_000);

    it('give the same bytes for the same seed', () => {
      expect(JSON.stringify(again)).toBe(JSON.stringify(first));
    });

    it('differ in dataset, in who is measured, and in what operators do', () => {
      expect(other.texts).not.toBe(first.texts);
      expect(other.ids).not.toEqual(first.ids);
      expect(JSON.stringify(other.traces)).not.toBe(JSON.stringify(first.traces));
    });

    it('measure nobody who taught, each session once in each arm', () => {
      for (const { ids, taught, traces } of [first, other]) {
        expect(ids.filter((id) => taught.includes(id))).toEqual([]);
        expect(traces.map(({ session }) => session)).toEqual(ids.flatMap((id) => [id, id]));
      }
    });

    it('let arms share their random numbers: by hand, an operator takes as long in either arm', () => {
      const times = (arm: string) =>
        first.traces
          .filter(({ cell }) => cell === arm)
          .map(({ steps }) => steps[0])
          .map((step) => step && { what: JSON.stringify(step.chosen), ms: step.activeMs, verdict: step.verdict });
      const [alone, helped] = [times('human-only'), times('copilot')];
      const both = alone.flatMap((one, at) => {
        const two = helped[at];
        return one && two && two.verdict === 'correct' && one.what === two.what ? [{ one, two }] : [];
      });
      expect(both.length).toBeGreaterThan(0);
      // What comes on top is the look at the suggestion.
      for (const { one, two } of both) expect(two.ms).toBeGreaterThan(one.ms);
    });
  });

  it('have teams that settle other refusals', () => {
    const noise = { ...PAPER_OPERATORS, alpha: { ...PAPER_OPERATORS.alpha, send_text: 0.5 } };
    const streams = () => ({ next: () => 0.5 });
    const refused = (population: string) => {
      const operator = createOperator({ noise, population });
      return Array.from({ length: 60 }, (_, at) => {
        const action = { kind: 'send_text', reply: `r${at}`, text: `Reply ${at}` } as const;
        return operator.respond({
          suggestion: action,
          confidence: 1,
          critical: true,
          truth: { acceptable: [action] },
          screen: () => {
            throw new Error('No slip is asked for.');
          },
          streams,
          step: 0,
        }).verdict;
      }).join();
    };
    expect(refused('1')).toBe(refused('1'));
    expect(refused('1')).not.toBe(refused('1-p2'));
  });
});

describe('a figure over populations', () => {
  it('is shown as the median, with least and most in brackets; of one with its own interval', () => {
    const figure = (estimate: number | null) => ({ estimate, low: -1, high: 9 });
    expect(rangeOver([figure(3), figure(1), figure(2)])).toEqual({ estimate: 2, low: 1, high: 3 });
    expect(rangeOver([figure(3), figure(null)])).toEqual({ estimate: 3, low: 3, high: 3 });
    expect(rangeOver([figure(3)])).toEqual(figure(3));
    expect(bracketsOver(1)).toBe('');
  });

  it('is told as a range, and as a mean only from enough of them', () => {
    expect(overPopulations([], NOT_NEGATIVE)).toEqual({ count: 0, least: null, median: null, most: null, mean: null });
    expect(overPopulations([0.4], NOT_NEGATIVE)).toEqual({ count: 1, least: 0.4, median: 0.4, most: 0.4, mean: null });
    const values = Array.from({ length: POPULATIONS_FOR_MEAN }, (_, at) => at);
    expect(overPopulations(values.slice(1), NOT_NEGATIVE).mean).toBeNull();
    expect(overPopulations(values, NOT_NEGATIVE)).toMatchObject({ count: 12, least: 0, median: 5.5, most: 11 });
    expect(overPopulations(values, NOT_NEGATIVE).mean?.estimate).toBe(5.5);
    expect(overPopulations([...values.slice(1), null], NOT_NEGATIVE).mean).toBeNull();
  });
});
