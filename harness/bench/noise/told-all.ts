import type { KnownNoise } from '../../deployment/teach-gate.ts';
import type { ClosedBench, Teaching } from '../closed-loop/closed-bench.ts';
import type { AuditedRates } from './audited-rates.ts';
import { toldGate } from './told-gate.ts';

/** Critic and gate told of these rates; the gate has a threshold for each kind of action. */
export function toldAll(teaching: Teaching, { all, byKind }: AuditedRates, { catalog }: ClosedBench): Teaching {
  const told = { noise: all, deltaShare: 1, bySlice: () => (slice: string) => byKind.get(slice) };
  const known: KnownNoise = { rates: all, gate: toldGate(teaching.gate, 'kind', catalog, told) };
  return { ...teaching, ratesOf: async () => known };
}
