import type { Scenario } from '../contract/scenario.ts';
import type { Trace } from '../contract/trace.ts';
import { type BatchOptions, runEpisodes } from '../engine/batch.ts';
import type { Desks } from './desks.ts';

export interface Parity {
  readonly sessions: number;
  readonly steps: number;
  readonly equal: boolean;
}

/** What a sample looks like in two ways into the desk. `difference` names the first place where they part. */
export interface ParityCheck extends Parity {
  readonly difference: string | null;
}

/** Plays the same scenarios on both kinds of desk and compares the traces, screens' hashes included. */
export async function checkParity(
  scenarios: readonly Scenario[],
  options: Pick<BatchOptions, 'catalog' | 'rolesOf' | 'world'>,
  one: Desks,
  other: Desks,
): Promise<ParityCheck> {
  const play = async (desks: Desks): Promise<Trace[]> => {
    const traces: Trace[] = [];
    await runEpisodes(scenarios, {
      ...options,
      openEnvironment: desks.openEnvironment,
      ...(desks.concurrency === undefined ? {} : { concurrency: desks.concurrency }),
      onEpisode: (trace) => traces.push(trace),
    });
    return traces;
  };
  const left = await play(one);
  const right = await play(other);
  const difference = firstDifference(left, right);
  const steps = left.reduce((sum, trace) => sum + trace.steps.length, 0);
  return { sessions: left.length, steps, equal: difference === null, difference };
}

/** Where two runs part; retries of the desk do not count, since they are no part of what happened. */
function firstDifference(left: readonly Trace[], right: readonly Trace[]): string | null {
  for (const [at, trace] of left.entries()) {
    const other = right[at];
    if (!other) return `session "${trace.session}" is missing`;
    const step = trace.steps.findIndex((s, i) => JSON.stringify(s) !== JSON.stringify(other.steps[i]));
    const place = `session "${trace.session}", cell "${trace.cell}"`;
    if (step >= 0) return `${place}, step ${step}`;
    if (JSON.stringify({ ...trace, retries: 0 }) !== JSON.stringify({ ...other, retries: 0 })) return place;
  }
  return null;
}
