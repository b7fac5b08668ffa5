import type { MergeCosts } from './merge-costs.ts';
import type { QueueCosts } from './queue-costs.ts';

/** A sweep of which nothing was run. */
export interface AssumedSweep {
  readonly workers: number;
  readonly cells: number;
  /** How long a worker plays one. */
  readonly cellSeconds: number;
  readonly leaseSeconds: number;
}

/** What it would come to, computed from costs that were measured at small sizes. */
export interface ComputedLoad {
  readonly submitSeconds: number;
  readonly queueBytes: number;
  readonly commandsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Of one core of the server while all workers play. */
  readonly serverShare: number;
  /** The same at the end, when nearly all workers wait for the last cells. */
  readonly idleServerShare: number;
  readonly playSeconds: number;
  readonly mergeSeconds: number;
  readonly resultBytes: number;
}

const RENEWALS_A_LEASE = 2;

export function computeLoad(
  { workers, cells, cellSeconds, leaseSeconds }: AssumedSweep,
  { submitted, memoryBytes, performed, renewed, idleSecond }: QueueCosts,
  merge: MergeCosts,
): ComputedLoad {
  const performedPerSecond = workers / cellSeconds;
  const renewedPerSecond = (workers * RENEWALS_A_LEASE) / leaseSeconds;
  const perSecond = (of: 'commands' | 'cpuMs' | 'bytes') =>
    performedPerSecond * performed[of] + renewedPerSecond * renewed[of];
  return {
    submitSeconds: (cells * submitted.cpuMs) / 1000,
    queueBytes: cells * memoryBytes,
    commandsPerSecond: perSecond('commands'),
    bytesPerSecond: perSecond('bytes'),
    serverShare: perSecond('cpuMs') / 1000,
    idleServerShare: (workers * idleSecond.cpuMs) / 1000,
    playSeconds: Math.ceil(cells / workers) * cellSeconds,
    mergeSeconds: (merge.fixedCpuMs + cells * merge.cpuMs) / 1000,
    resultBytes: cells * merge.bytes,
  };
}
