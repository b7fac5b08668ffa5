import { exponential } from '../../harness/contract/draws.ts';
import type { Rng, Streams } from '../../harness/contract/rng.ts';
import { meanOf, sumOf } from '../../harness/shared/numbers.ts';
import { NEVER_STALE, NO_RESUMPTION, type PoolSettings } from './pool-settings.ts';
import type { WorkSegment } from './work-profile.ts';

/** Named streams for tests, quick to make: most give one number only. Splitmix32 from a hash of the name. */
export function testStreams(seed: string): Streams {
  const root = hash(seed);
  return (role, step, purpose) => {
    let state = mix(mix(root ^ step) + hash(role) + Math.imul(hash(purpose), 31));
    return {
      next() {
        state = (state + 0x9e3779b9) | 0;
        return (mix(state) >>> 0) / 2 ** 32;
      },
    };
  };
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return mix(value);
}

function mix(value: number): number {
  const a = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const b = Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return b ^ (b >>> 16);
}

/** One hand-off of exponential length a session: with Poisson arrivals, M/M/c. */
export function exponentialWork(meanMs: number): PoolSettings['workOf'] {
  return (_, rng: Rng): WorkSegment[] => [{ kind: 'operator', ms: exponential(meanMs, rng) }];
}

/** A pool without switching costs, where customers wait for ever. */
export function plainPool(settings: Partial<PoolSettings> & Pick<PoolSettings, 'arrivals'>): PoolSettings {
  return {
    operators: 1,
    sessionsPerOperator: 1,
    ownership: 'case',
    order: 'fifo',
    workOf: exponentialWork(60_000),
    resumption: NO_RESUMPTION,
    stale: NEVER_STALE,
    patience: null,
    warmUpMs: 0,
    horizonMs: settings.arrivals.kind === 'at' ? Number.POSITIVE_INFINITY : 36_000_000,
    ...settings,
  };
}

/** Mean of independent figures and the half-width of an interval around it: so many standard errors. */
export function meanWithin(values: readonly number[], errors: number): { mean: number; half: number } {
  const mean = meanOf(values);
  const squares = sumOf(values, (value) => (value - mean) ** 2);
  return { mean, half: errors * Math.sqrt(squares / (values.length - 1) / values.length) };
}
