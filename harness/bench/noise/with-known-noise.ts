import type { KnownNoise } from '../../deployment/teach-gate.ts';
import type { ClosedBench, Teaching } from '../closed-loop/closed-bench.ts';
import type { AuditedRates } from './audited-rates.ts';
import { noiseAwareGate } from './noise-aware-gate.ts';

/** Critic and gate told of these rates; the gate has a threshold for each kind of action. */
export function withKnownNoise(teaching: Teaching, { all, byKind }: AuditedRates, { catalog }: ClosedBench): Teaching {
  const told = { noise: all, deltaShare: 1, bySlice: () => (slice: string) => byKind.get(slice) };
  const known: KnownNoise = { rates: all, gate: noiseAwareGate(teaching.gate, 'kind', catalog, told) };
  return { ...teaching, ratesOf: async () => known };
}
