import type { NoiseRates } from '../../contract/noise-rates.ts';
import type { Cell } from '../../contract/scenario.ts';
import type { TraceStep } from '../../contract/trace.ts';
import type { KnownNoise } from '../../stages/teach-gate.ts';
import { sliceGate } from '../gate-slices.ts';
import { toldOptions } from '../noise-rates-gate.ts';
import { type ClosedBench, playCells, type Teaching } from './closed-bench.ts';

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

/**
 * Compares every answer of the feedback sessions with the truth, as a gold audit of all of them would: the most that
 * could be known of the operators' noise, whatever its cause.
 */
export async function auditRates(bench: ClosedBench, noise: Cell['noise']): Promise<AuditedRates> {
  const cell: Cell = { id: 'audited copilot', arm: 'copilot', loop: 'closed', noise };
  const all = emptyTally();
  const byKind = new Map<string, Tally>();
  await playCells(bench, [{ cell, deployment: null }], bench.parts.feedback, [], ({ steps }) => {
    for (const step of steps) {
      const { suggestion, critical, verdict } = step;
      if (!suggestion || !critical || verdict === null || verdict === 'unaided') continue;
      const own = byKind.get(suggestion.kind) ?? emptyTally();
      byKind.set(suggestion.kind, own);
      for (const tally of [all, own]) count(tally, step);
    }
  });
  const rates = ratesOf(all, { alpha: 0, beta: 0 });
  return { all: rates, byKind: new Map([...byKind].map(([kind, tally]) => [kind, ratesOf(tally, rates)])) };
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
