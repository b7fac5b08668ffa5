import type { KnownNoise } from '../../stages/teach-gate.ts';
import { sliceGate } from '../gate-slices.ts';
import { toldOptions } from '../noise-rates-gate.ts';
import type { AuditedRates } from './audited-rates.ts';
import type { ClosedBench, Teaching } from './closed-bench.ts';

/** Critic and gate told of these rates; the gate has a threshold for each kind of action. */
export function toldAll(teaching: Teaching, { all, byKind }: AuditedRates, { catalog }: ClosedBench): Teaching {
  const told = { noise: all, deltaShare: 1, bySlice: () => (slice: string) => byKind.get(slice) };
  const gate = sliceGate(teaching.gate, 'kind', catalog, told.bySlice);
  const known: KnownNoise = {
    rates: all,
    gate: { ...gate, fit: (answers, options) => gate.fit(answers, toldOptions(options, told)) },
  };
  return { ...teaching, ratesOf: async () => known };
}
