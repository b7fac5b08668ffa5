import { promiseNote } from '../../../bench/noise/describe-gate.ts';
import type { GateRecipe } from '../../../contract/gate.ts';
import type { PooledNoise } from '../results.ts';

interface Asked {
  readonly logs?: string | undefined;
  /** Sessions to be played in each population. */
  readonly closedSessions: number;
}

/** What is to be known of the closed loop, or why there is none. */
export function closedNotes(
  results: readonly PooledNoise[],
  { logs, closedSessions }: Asked,
  gate: GateRecipe,
): string[] {
  if (closedSessions === 0) return ['No closed loop: none was asked for.'];
  if (results.every(({ closed }) => !closed?.length))
    return ['No closed loop: too few of these sessions have a goal that can be known (bench goals says why).'];
  const sessions =
    logs === undefined
      ? 'Critics, thresholds and play in closed loop have sessions of their own, which no policy learned from.'
      : [
          'In closed loop critics and thresholds learn from the sessions whose answers taught policies, worked once more:',
          'critics of trained policies see fewer refusals than they would of new sessions.',
        ].join(' ');
  return [
    `${sessions} Gates are set on acceptance: where operators refuse a tenth of what is right or more, none opens at .9.`,
    promiseNote(gate),
  ];
}
