import seedrandom from 'seedrandom';
import { standardNormal } from '../../../harness/contract/draws.ts';
import type { Rng } from '../../../harness/contract/rng.ts';
import type { SessionSums } from '../session-sums.ts';

/** A seeded stream for tests. */
export function testRng(name: string): Rng {
  return { next: seedrandom(name) };
}

/** A draw from Beta(a, b) with whole-numbered halves, as a ratio of sums of squared normals. */
function drawBeta(a: number, b: number, rng: Rng): number {
  const chi = (halves: number) => {
    let sum = 0;
    for (let i = 0; i < 2 * halves; i++) sum += standardNormal(rng) ** 2;
    return sum;
  };
  const x = chi(a);
  return x / (x + chi(b));
}

/** Sessions of 1 to 15 steps. Each has a rate of its own around the mean: the larger `alike`, the nearer to it. */
export function drawSessions(count: number, mean: number, alike: number, rng: Rng): SessionSums {
  const numerators: number[] = [];
  const denominators: number[] = [];
  for (let i = 0; i < count; i++) {
    const rate = drawBeta(Math.round(2 * mean * alike) / 2, Math.round(2 * (1 - mean) * alike) / 2, rng);
    const steps = 1 + Math.floor(15 * rng.next());
    let hits = 0;
    for (let step = 0; step < steps; step++) if (rng.next() < rate) hits++;
    numerators.push(hits);
    denominators.push(steps);
  }
  return { numerators, denominators };
}

/** Share of repeats whose interval holds the truth. A missing interval holds nothing. */
export function coverageOf(
  repeats: number,
  truth: number,
  draw: () => { readonly low: number | null; readonly high: number | null } | null,
): number {
  let held = 0;
  for (let i = 0; i < repeats; i++) {
    const interval = draw();
    if (interval && interval.low !== null && interval.high !== null && interval.low <= truth && truth <= interval.high)
      held++;
  }
  return held / repeats;
}
