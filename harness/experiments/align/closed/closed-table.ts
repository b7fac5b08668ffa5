import type { FigureTable } from '../../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text } from '../../../../reports/figures/table.ts';
import { type RewardWeights, weightsText } from '../../../bench/reward/reward-weights.ts';
import type { PooledNoise } from '../results.ts';
import { differenceOf, figureOf, TOLD, type Told } from './closed-arms.ts';
import type { ClosedArm } from './play-closed.ts';

interface ClosedRow {
  readonly noise: string;
  readonly arm: ClosedArm;
  /** Null: it is the deployed policy itself. */
  readonly deployed: ClosedArm | null;
  /** What a goal counts for. */
  readonly goal: number;
}

const figure = (id: string, title: string, told: Told, definition: string, detail = false): Columns<ClosedRow> => {
  const { unit, shown } = TOLD[told];
  return {
    [id]: ranged(title, unit === 'count' ? 'score' : unit, ({ arm, goal }) => figureOf(arm, told, goal), {
      definition,
      detail,
    }),
    [`${id}_difference`]: ranged(
      'difference',
      shown,
      ({ arm, deployed }) => deployed && differenceOf(arm, deployed, told),
      { definition: 'To the deployed policy, paired by session.', detail },
    ),
  };
};

const COLUMNS: Columns<ClosedRow> = {
  noise: text('noise', 'noise', 'α/β/slip of operators, who teach the gate and work what it defers.'),
  policy: text('policy', ({ arm }) => arm.name),
  sessions: plain('sessions', 'count', ({ arm }) => arm.sums.goal.sessions.length),
  ...figure(
    'goal',
    'goal reached',
    'goal',
    'The case ended as the customer needed, and nothing wrong is left standing.',
  ),
  ...figure('automated', 'sessions automated', 'automated', 'Without an operator.'),
  ...figure('true_reward', 'true reward', 'trueReward', 'Mean of a session.'),
  ...figure(
    'reported_reward',
    'reported reward',
    'reportedReward',
    'The same as operators report it who err as those of the row.',
  ),
  ...figure('active_ms', 'AAT', 'activeMs', 'Operators’ active time a session, automated ones counting 0.', true),
  ...figure(
    'wrong',
    'wrong run unattended',
    'wrong',
    'Sessions in which a wrong action ran without an operator.',
    true,
  ),
  gate: text('gate', ({ arm }) => arm.gate, 'On acceptance, taught anew; of each population where they differ.'),
};

/** Some final policies in closed loop; none where nothing was played. */
export function closedTable(results: readonly PooledNoise[], weights: RewardWeights): FigureTable[] {
  const rows = results.flatMap(({ noise, closed }) =>
    (closed ?? []).map((arm, at): ClosedRow => {
      const deployed = at === 0 ? null : closed![0]!;
      return { noise, arm, deployed, goal: weights.goal };
    }),
  );
  if (rows.length === 0) return [];
  return [
    table({
      id: 'closed',
      title: 'Final policies in closed loop',
      caption: [
        'What was decided is done, and the case goes on from there. Each policy has a critic and a gate of its own, taught by',
        'operators of the row’s noise in a copilot phase with that policy. The method beside cross entropy is the one that',
        'held-out answers of the first population chose.',
        `A session’s reward: ${weightsText(weights)}.`,
      ],
      columns: COLUMNS,
      rows,
    }),
  ];
}
