import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { logNormal, standardNormal } from '../../../harness/contract/draws.ts';
import type { Session, Step } from '../../../harness/contract/session.ts';
import { pairs } from '../testing/test-screen.ts';
import { checkFit, type Foretold } from './check-fit.ts';
import { fitPeople } from './fit-people.ts';

interface People {
  readonly mean: number;
  readonly sigma: number;
  readonly pace: number;
}

const OPERATORS = 100;
const SESSIONS_EACH = 16;
const STEPS = 15;
/** Of the logarithm of an operator's times. */
const SIGMA = 0.8;

/** A log of operators who differ as stated: each session holds as many suggested replies, picked or overridden. */
function logOf({ mean, sigma, pace }: People): Session[] {
  const rng = { next: seedrandom.alea('people') };
  return Array.from({ length: OPERATORS }, (_, at) => at).flatMap((at) => {
    const share = 1 / (1 + Math.exp(-(mean + sigma * standardNormal(rng))));
    const medianMs = 10_000 * Math.exp(pace * standardNormal(rng));
    return Array.from({ length: SESSIONS_EACH }, (_, nth): Session => {
      let nowMs = 0;
      const steps = Array.from({ length: STEPS }, (): Step => {
        const ms = Math.round(logNormal(medianMs, SIGMA, rng));
        nowMs += ms;
        const suggestion = { shown: [pairs.send_text.right], accepted: rng.next() < share };
        const action = pairs.send_text.right;
        return {
          arrivals: [],
          action,
          critical: true,
          atMs: nowMs,
          activeMs: ms,
          drafts: [],
          suggestion,
          result: null,
        };
      });
      return {
        id: `o${at}-${nth}`,
        case: { subject: '', fields: {} },
        offered: null,
        opened: null,
        operator: `o${at}`,
        steps,
        closing: [],
        outcome: 'unknown',
        complete: true,
        goal: null,
        tags: [],
      };
    });
  });
}

const rng = () => ({ next: seedrandom.alea('teams') });

const gainOf = (parts: readonly Foretold[]) => sum(parts, 'gain') / sum(parts, 'count');
const sum = (parts: readonly Foretold[], of: keyof Foretold) => parts.reduce((all, part) => all + part[of], 0);

describe('operators who differ', () => {
  const people = { mean: 1.9, sigma: 0.65, pace: 0.3 };
  const log = logOf(people);

  it('are found again, chance taken out', () => {
    const { acceptance, pace } = fitPeople(log);
    // Standard errors of a mean and of a deviation over 100 people, somewhat widened by chance in the answers.
    expect(Math.abs(acceptance!.mean - people.mean)).toBeLessThan(3.5 * 0.07);
    expect(Math.abs(acceptance!.sigma - people.sigma)).toBeLessThan(3.5 * 0.06);
    expect(Math.abs(pace!.sigma - people.pace)).toBeLessThan(3.5 * 0.022);
    expect(acceptance!.operators).toBe(OPERATORS);
  });

  it('are foretold better one by one than as one, and look as simulated', () => {
    const { heldOut, acceptance, times } = checkFit(log, rng());
    const verdicts = heldOut.map(({ model, of, parts }) => [model, of, gainOf(parts) > 0]);
    expect(verdicts).toContainEqual(['operators differ', 'answers of the same operators in other sessions', true]);
    expect(verdicts).toContainEqual(['operators differ', 'answers of operators not seen before', true]);
    expect(verdicts).toContainEqual(['lognormal by act', 'times in other sessions', true]);
    expect(verdicts).toContainEqual(['and with each operator’s pace', 'times in other sessions', true]);
    // In nats a time: half the squared spread of pace, in standard deviations of a time, less what 120 times leave unknown.
    const paced = gainOf(heldOut.find(({ model }) => model.includes('pace'))!.parts);
    const most = (people.pace / SIGMA) ** 2 / 2;
    expect(paced).toBeGreaterThan(0.6 * most);
    expect(paced).toBeLessThan(1.3 * most);
    for (const { logged, low, high, p } of acceptance)
      if (p > 0 && p < 1) expect(logged > low && logged < high).toBe(true);
    for (const { p, loggedMs, fittedMs } of times)
      if (p < 0.99) expect(Math.abs(Math.log(fittedMs / loggedMs))).toBeLessThan(0.1);
  });
});

it('foretells the same in whatever order operators take turns in the log', () => {
  const log = logOf({ mean: 1.9, sigma: 0.65, pace: 0.3 }).slice(0, 600);
  const operators = [...new Set(log.map(({ operator }) => operator))];
  // The first two sessions of each: in turn there and back, so that second sessions come in the opposite order.
  const [first, second] = [0, 1].map((nth) =>
    operators.map((operator) => log.filter((one) => one.operator === operator)[nth]!),
  ) as [Session[], Session[]];
  expect([...first, ...second]).not.toContain(undefined);
  const straight = checkFit([...first, ...second], rng()).heldOut;
  const back = checkFit([...first, ...second.toReversed()], rng()).heldOut;
  expect(straight.length).toBeGreaterThan(2);
  expect(back).toEqual(straight);
});

describe('operators who are all alike', () => {
  const log = logOf({ mean: 1.9, sigma: 0, pace: 0 });

  it('are found to be, and to tell them apart foretells nothing better', () => {
    const { acceptance, pace } = fitPeople(log);
    expect(acceptance!.sigma).toBeLessThan(0.15);
    expect(pace!.sigma).toBeLessThan(0.05);
    const { heldOut } = checkFit(log, rng());
    for (const { model, parts } of heldOut) if (model !== 'lognormal by act') expect(gainOf(parts)).toBeLessThan(0.001);
  });
});

it('a log without answers fits no people', () => {
  expect(fitPeople([])).toEqual({ acceptance: null, pace: null });
  expect(checkFit([], rng())).toEqual({ heldOut: [], times: [], acceptance: [] });
});
