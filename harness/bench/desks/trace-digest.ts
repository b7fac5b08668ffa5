import { createHash } from 'node:crypto';
import type { Trace } from '../../contract/trace.ts';
import type { Driver } from './drivers.ts';

/** What all episodes of a run come to as one number: equal runs have the same, whatever desks they were played on. */
export interface TraceDigest {
  take(trace: Trace): void;
  /** How sessions were played, and the digest so far. */
  words(driver: Driver): string;
}

/** A digest of traces in the order in which they are taken. Retries of a desk do not count: they are no part of what happened. */
export function createTraceDigest(): TraceDigest {
  const hash = createHash('sha256');
  let episodes = 0;
  return {
    take(trace) {
      hash.update(JSON.stringify({ ...trace, retries: 0 }));
      episodes++;
    },
    words: (driver) =>
      [
        `Played ${driver === 'browser' ? 'in a real browser' : 'in-process'}. Digest of the ${episodes} traces:`,
        `${hash.copy().digest('hex').slice(0, 16)}; equal runs have the same, whatever the driver.`,
      ].join(' '),
  };
}
