import type { FigureColumn, FigureTable } from '../../../reports/figures/schema.ts';
import { PUBLISHED_ARMS } from '../../bench/closed-loop/published-arms.ts';
import { plain, type Row, ranged, text } from '../../bench/report/table-columns.ts';
import type { ShownOutcome } from './over-populations.ts';

const FIGURES: readonly FigureColumn[] = [
  ranged('automated', 'sessions automated', 'share'),
  ranged('active_ms', 'AAT', 'ms'),
  ranged('saved', 'time saved', 'share'),
  ranged('goal', 'goal reached', 'share'),
  ranged('goal_change', 'change of that', 'points'),
];

/** What only the full table shows. */
const REST: readonly FigureColumn[] = [
  ranged('steps_automated', 'steps automated', 'share'),
  ranged('wrong_executed', 'wrong run unattended', 'share'),
  ranged('leaked', 'wrong suggestions that leak', 'share'),
];

const READING =
  'AAT: operator’s active time a session, automated sessions counting 0. Saved and change: against human-only on the same sessions at the same noise. Goal reached: the case ended as the customer needed, nothing false told, nothing wrong left standing.';

/** What stands in brackets, how to read the figures, and gates where each fold has its own. */
function reading(outcomes: readonly ShownOutcome[]): string {
  const most = Math.max(1, ...outcomes.map(({ populations = 1 }) => populations));
  const brackets =
    most === 1
      ? 'In brackets the 95 % interval, clustered by session, for the team, parts and models as they are.'
      : `Median over ${most} populations, in brackets the lowest and the highest.`;
  const gates =
    most === 1 && outcomes.some(({ folds }) => folds.length > 1)
      ? ' Gate: where the folds’ gates differ, each fold’s, in order.'
      : '';
  return `${brackets} ${READING}${gates}`;
}

function cellsOf({ figures }: ShownOutcome): Row['cells'] {
  const { goalChange } = figures;
  return {
    automated: figures.automated,
    steps_automated: figures.stepsAutomated,
    active_ms: figures.activeMs,
    saved: figures.saved,
    goal: figures.goal,
    goal_change: { estimate: goalChange.difference, low: goalChange.low, high: goalChange.high, of: figures.sessions },
    wrong_executed: figures.wrongExecuted,
    leaked: figures.leaked,
  };
}

function armRow(one: ShownOutcome): Row {
  const { name, point, gate, figures } = one;
  return {
    kind: 'measured',
    cells: { operators: point.label, arm: name, sessions: figures.sessions, ...cellsOf(one), gate },
  };
}

/** Every arm at the clean and the published noise, published figures below. */
export function armsTable(outcomes: readonly ShownOutcome[]): FigureTable {
  return {
    id: 'arms',
    title: 'Arms',
    caption: reading(outcomes),
    columns: [
      text('operators'),
      text('arm'),
      plain('sessions', 'sessions', 'count'),
      ...FIGURES,
      text('gate', 'gate, source'),
    ],
    rows: [...outcomes.map(armRow), ...PUBLISHED],
    terminal: true,
  };
}

const published = (arm: string, cells: Row['cells'], note: string): Row => ({
  kind: 'published',
  cells: { operators: 'published', arm, ...cells, gate: note },
});

const PUBLISHED: readonly Row[] = [
  published('human-only', { active_ms: PUBLISHED_ARMS.humanMs }, 'arXiv 2604.23855'),
  published(
    'selective',
    {
      automated: PUBLISHED_ARMS.automated,
      active_ms: PUBLISHED_ARMS.selectiveMs,
      saved: 1 - PUBLISHED_ARMS.selectiveMs / PUBLISHED_ARMS.humanMs,
    },
    'against human-only',
  ),
  published('confirmed close', { active_ms: PUBLISHED_ARMS.confirmedMs }, 'another A/B test'),
  published('selective', { active_ms: PUBLISHED_ARMS.automaticMs }, 'against confirmed close: −20 %'),
  published('intent chatbot', { active_ms: PUBLISHED_ARMS.chatbotMs }, 'another A/B test'),
  published('copilot pipeline', { active_ms: PUBLISHED_ARMS.pipelineMs }, 'against the chatbot: −16 %'),
];

/** The selective arm at every noise point. */
export function gridTable(outcomes: readonly ShownOutcome[], sessions: number): FigureTable {
  return {
    id: 'grid',
    title: `Selective automation by how operators err, ${sessions.toLocaleString('en')} sessions a point`,
    caption: `${reading(outcomes)} Threshold: on operators’ acceptance as published, or corrected for their noise, which is then known by kind of action. Traits stand on top of the paper’s mix.`,
    columns: [
      text('alpha', 'α'),
      text('beta', 'β'),
      text('slip'),
      text('trait'),
      text('arm', 'threshold'),
      ...FIGURES,
      text('gate'),
    ],
    rows: outcomes
      .filter(({ arm }) => arm !== 'human-only')
      .map((one): Row => {
        const { alpha, beta, slip, trait } = one.point;
        return {
          kind: 'measured',
          cells: { alpha, beta, slip, trait, arm: one.name, ...cellsOf(one), gate: one.gate },
        };
      }),
    terminal: true,
  };
}

/** What buys quality or automation back where operators are bad. */
export function remediesTable(outcomes: readonly ShownOutcome[], sessions: number): FigureTable {
  const [first] = outcomes;
  return {
    id: 'remedies',
    title: `What buys it back: operators ${first?.point.label ?? '–'}, ${sessions.toLocaleString('en')} sessions each`,
    caption: reading(outcomes),
    columns: [text('arm', 'remedy'), ...FIGURES, text('gate')],
    rows: outcomes.map((one): Row => ({ kind: 'measured', cells: { arm: one.name, ...cellsOf(one), gate: one.gate } })),
    terminal: true,
  };
}

/** Every arm at every point with everything that was measured. */
export function allOutcomesTable(outcomes: readonly ShownOutcome[]): FigureTable {
  return {
    id: 'outcomes',
    title: 'Everything that was measured',
    caption: `${reading(outcomes)} Wrong run unattended: sessions in which a wrong action ran without an operator.`,
    columns: [
      text('operators'),
      text('arm'),
      plain('sessions', 'sessions', 'count'),
      ...FIGURES,
      ...REST,
      text('gate'),
    ],
    rows: outcomes.map(armRow),
    terminal: false,
  };
}
