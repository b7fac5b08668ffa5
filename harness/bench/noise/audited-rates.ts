import type { NoiseRates } from '../../contract/noise-rates.ts';
import type { Trace, TraceStep } from '../../contract/trace.ts';

/** How often operators really answered wrongly, over all kinds of action and for each. */
export interface AuditedRates {
  readonly all: NoiseRates;
  readonly byKind: ReadonlyMap<string, NoiseRates>;
}

interface Tally {
  right: number;
  refused: number;
  wrong: number;
  accepted: number;
}

/** Compares answers with the truth, as traces of copilot sessions come in. */
export interface Audit {
  take(trace: Trace): void;
  rates(): AuditedRates;
}

/** An audit of every answer that it sees: the most that could be known of the operators' noise, whatever its cause. */
export function createAudit(): Audit {
  const all = emptyTally();
  const byKind = new Map<string, Tally>();
  return {
    take({ steps }) {
      for (const step of steps) {
        const { suggestion, critical, verdict } = step;
        if (!suggestion || !critical || verdict === null || verdict === 'unaided') continue;
        const own = byKind.get(suggestion.kind) ?? emptyTally();
        byKind.set(suggestion.kind, own);
        for (const tally of [all, own]) count(tally, step);
      }
    },
    rates() {
      const rates = ratesOf(all, { alpha: 0, beta: 0 });
      return { all: rates, byKind: new Map([...byKind].map(([kind, tally]) => [kind, ratesOf(tally, rates)])) };
    },
  };
}

const emptyTally = (): Tally => ({ right: 0, refused: 0, wrong: 0, accepted: 0 });

function count(tally: Tally, { closed, verdict }: TraceStep): void {
  const accepted = verdict === 'accept';
  if (closed?.suggestionRight) {
    tally.right++;
    if (!accepted) tally.refused++;
  } else {
    tally.wrong++;
    if (accepted) tally.accepted++;
  }
}

/** Fewer answers than these say less of a kind than all kinds together do. */
const LEAST_ANSWERS = 20;

function ratesOf({ right, refused, wrong, accepted }: Tally, fallback: NoiseRates): NoiseRates {
  return {
    alpha: right >= LEAST_ANSWERS ? refused / right : fallback.alpha,
    beta: wrong >= LEAST_ANSWERS ? accepted / wrong : fallback.beta,
  };
}
