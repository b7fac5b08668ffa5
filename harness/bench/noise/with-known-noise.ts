import type { Catalog } from '../../contract/catalog.ts';
import type { KnownNoise, TrainingSettings } from '../../deployment/train-critic-and-gate.ts';
import type { AuditedRates } from './audited-rates.ts';
import { noiseAwareGate } from './noise-aware-gate.ts';

/** Critic and gate told of these rates; the gate has a threshold for each kind of action. */
export function withKnownNoise(
  settings: TrainingSettings,
  { all, byKind }: AuditedRates,
  catalog: Catalog,
): TrainingSettings & { readonly known: KnownNoise } {
  const ofGate = { noise: all, deltaShare: 1, bySlice: () => (slice: string) => byKind.get(slice) };
  const known: KnownNoise = { rates: all, gate: noiseAwareGate(settings.gate, 'kind', catalog, ofGate) };
  return { ...settings, known };
}
