import type { FigureColumn, FigureTable } from '../../../reports/figures/schema.ts';
import { plain, ranged, text } from '../../bench/report/table-columns.ts';
import type { ControlTwins } from './control-twins.ts';
import type { ErrorGroup } from './error-groups.ts';
import { FIRST_PARTS, FRESH, SEEMING, TOLD_APART } from './first-errors-table.ts';
import { measureErrors } from './measure-errors.ts';
import type { NoiseGainRow } from './noise-gains.ts';
import type { SafeRow } from './safe-settings.ts';
import { type MeasuredSetting, SETTING, settingRow } from './setting-row.ts';

const R = ranged('r', 'R', 'score');
const R_FIRST = ranged('rFirst', 'R of first errors', 'score');
const DEPTH = ranged('depth', 'depth', 'count');
const NEVER = ranged('never', 'never met', 'share');
const AMPLIFICATION = ranged('amplification', 'amplification', 'score');
const GOAL_LOST = ranged('goalLost', 'goals lost', 'points');
/** What only the full tables show of errors. */
const MORE: readonly FigureColumn[] = [
  ranged('healed', 'depth of those that met', 'count'),
  ranged('fields', 'blast: fields', 'score'),
  ranged('commitments', 'blast: commitments', 'score'),
  ranged('misled', 'blast: false statements', 'score'),
];

/** What only the full table shows of sessions and gates. */
const REST: readonly FigureColumn[] = [
  ranged('withError', 'sessions with error', 'share'),
  ranged('rightInstead', 'after, twins', 'share'),
  ranged('ungated', 'not critical', 'share'),
  text('gate'),
];

const READING =
  'Every figure of an error is against its twin: the same session and random streams with a right action in its place. R: further errors that it brought about, to the end of the case, descendants of descendants included; below 0 where errors cut short what would have gone wrong anyway, as a wrong close does. First errors: made where nothing had gone wrong before. Amplification: fields, final acts, false statements and endings that differ at the end, for each error. Goals lost: reached by the twin only, less those reached by the run only.';

/** The few figures that matter most, without the grid. */
export function headTable(rows: readonly MeasuredSetting[]): FigureTable {
  return {
    id: 'head',
    title: 'Errors and what they lead to',
    caption:
      'Clean: operators who never err; paper: those of the paper preset. Lively: customers misstate, change their mind, complain and leave, and the knowledge base errs now and then. R of first errors: further errors that the first error of a case brought about, against its twin, the same case and random streams with a right action in its place; above 1 errors breed. Leak: wrong suggestions that were done. The grid of noise rates and all other figures are in the report.',
    columns: [
      ...SETTING,
      ranged('automated', 'sessions automated', 'share'),
      ranged('errorsPerSession', 'errors a session', 'score'),
      R_FIRST,
      ranged('leak', 'leak', 'share'),
      ranged('goalMissed', 'goal missed', 'share'),
    ],
    rows: rows.filter(({ setting: { point } }) => point.grid === null).map((row) => settingRow(row)),
    terminal: true,
  };
}

/** What errors did in every setting at every point. */
export function settingsTable(rows: readonly MeasuredSetting[]): FigureTable {
  return {
    id: 'settings',
    title: 'How errors propagate, by operators, world and gate',
    caption: READING,
    columns: [
      ...SETTING,
      ranged('errorsPerSession', 'errors a session', 'score'),
      R,
      R_FIRST,
      AMPLIFICATION,
      GOAL_LOST,
      ranged('goalMissed', 'goal missed', 'share'),
    ],
    rows: rows.map((row) => settingRow(row)),
    terminal: false,
  };
}

/** What was noticed and what was let pass in every setting. */
export function guardsTable(rows: readonly MeasuredSetting[]): FigureTable {
  return {
    id: 'guards',
    title: 'What the gate and the operators held back',
    caption:
      'Automation right before: of what ran without an operator up to the first error of the session; after: of what did so later, when the case was no longer like those that the gate was set on. Leak: wrong suggestions that were done. Repaired: errors that a later step put right; delay: after how many steps.',
    columns: [
      ...SETTING,
      ranged('automated', 'sessions automated', 'share'),
      ranged('rightBefore', 'automation right, before', 'share'),
      ranged('rightAfter', 'automation right, after', 'share'),
      ranged('leak', 'leak', 'share'),
      ranged('repaired', 'repaired', 'share'),
      ranged('delay', 'repair delay', 'count'),
    ],
    rows: rows.map((row) => settingRow(row)),
    terminal: false,
  };
}

/** Everything that was measured. */
export function allFiguresTable(rows: readonly MeasuredSetting[]): FigureTable {
  const [settings, guards] = [settingsTable(rows), guardsTable(rows)];
  const counts = ['twins', 'firsts', 'errors', 'sessions'].map((id) => plain(id, id, 'count'));
  const own = guards.columns.filter(({ id }) => !settings.columns.some((column) => column.id === id));
  return {
    id: 'settings-all',
    title: 'Settings: everything',
    caption: `${settings.caption} ${guards.caption} Depth: steps until the case was where the twin was at that step or later; cases that never met count to their end, so it is a lower bound where many never do. After, twins: automation right later in the same cases without that error, since hard cases are hard without it, too. Not critical: of the errors that ran by themselves, those that no gate was asked about. Firsts: twins of errors that were the first in their session.`,
    columns: [...settings.columns, SEEMING, FRESH, ...FIRST_PARTS, DEPTH, NEVER, ...MORE, ...own, ...REST, ...counts],
    rows: rows.map((row) => settingRow(row)),
    terminal: false,
  };
}

const GROUPS = {
  causes: {
    title: 'Errors by who let them happen',
    name: 'cause',
    reading:
      'Earlier error, customer, environment: an operator did what only looked right after an earlier error, a misstated value or a wrong answer of the knowledge base.',
  },
  places: {
    title: 'Errors by what had gone wrong before, and whether they end the case',
    name: 'error',
    reading: 'First: nothing had gone wrong in the session before. Ends the case: no step came after it.',
  },
  fates: {
    title: 'First errors by what they came to in the end',
    name: 'first error',
    reading: `Harmless: the goal was reached all the same and nothing differs from the twin in the end. Goal lost: only the twin reached it. ${TOLD_APART}`,
  },
  kinds: {
    title: 'Errors by what was done',
    name: 'done',
    reading: 'Another one: the right action was of the same kind, with another control, text or value.',
  },
} as const;

/** Errors by cause, by place, by fate or by kind of action. */
export function groupsTable(id: keyof typeof GROUPS, groups: readonly ErrorGroup[]): FigureTable {
  const { title, name, reading } = GROUPS[id];
  return {
    id,
    title,
    caption: `Copilot and gates together; without any gate apart. ${reading} Share: of all errors of those settings. Depth: steps until the case was where the twin was at that step or later; cases that never met it count to their end. Other columns as above.`,
    columns: [
      text('of', 'operators, world'),
      text('name', name),
      ranged('share', 'share', 'share'),
      R,
      ...(id === 'fates' ? [SEEMING, FRESH] : [R_FIRST]),
      DEPTH,
      NEVER,
      AMPLIFICATION,
      GOAL_LOST,
      plain('twins', 'twins', 'count'),
    ],
    rows: groups.map((group) => ({ kind: 'measured', cells: { ...group } })),
    terminal: id === 'causes',
  };
}

/** Slopes of the end-state error over operators' rates. */
export function gainsTable(rows: readonly NoiseGainRow[]): FigureTable {
  return {
    id: 'noise-gain',
    title: 'Noise gain',
    caption:
      'Rise of the share of missed goals for each 0.1 more of the rate, by least squares over the grid; each session is compared with itself. Critic and gate were taught anew at each point, by operators who err so: where more refusals close a gate, fewer goals are missed because less is automated.',
    columns: [
      text('setting'),
      text('rate'),
      ranged('gain', 'goal missed for each +0.1', 'slope'),
      ranged('errors', 'errors a session for each +0.1', 'score'),
    ],
    rows: rows.map((row) => ({ kind: 'measured', cells: { ...row } })),
    terminal: true,
  };
}

/** The largest coverage that is safe. */
export function safeTable(rows: readonly SafeRow[], epsilon: number, populations = 1): FigureTable {
  const over = populations === 1 ? '' : ' Of the populations, the one with the least: so much is safe in each.';
  return {
    id: 'safe-automation',
    title: 'Safe automation',
    caption: `The largest share of sessions without an operator at which surely at most ${100 * epsilon} % of all sessions miss their goal: the 95 % upper bound, shared among the settings of the row. What an operator does wrong counts as well. Gates: those that take operators at their word, or those that know how often they err; the copilot is among both. Least bound: what the safest setting can promise.${over}`,
    columns: [
      text('operators'),
      text('world'),
      text('gates'),
      text('setting', 'safe setting'),
      plain('coverage', 'sessions automated', 'share'),
      plain('bound', 'goal missed at most', 'share'),
      plain('least', 'least bound', 'share'),
      plain('settings', 'settings', 'count'),
    ],
    rows: rows.map(({ point, best, leastBound, corrected, settings }) => ({
      kind: 'measured',
      cells: {
        operators: point.operators,
        world: point.world,
        gates: corrected ? 'corrected' : 'at their word',
        setting: best?.label ?? 'none',
        coverage: best?.coverage ?? null,
        bound: best?.errorAtMost ?? null,
        least: leastBound,
        settings,
      },
    })),
    terminal: true,
  };
}

/** What the method shows where there is nothing to be shown. */
export function controlTable({ same, strayed, other }: ControlTwins): FigureTable {
  const figures = measureErrors(other);
  return {
    id: 'control',
    title: 'Control: twins of steps that were right',
    caption: `Copilot, published operators, calm world. ${same} twins with the same action forced: ${strayed} differ from their run (there must be none). In the row, ${other.length} twins in which the first right action that was not the usual one gave way to the usual one: what another way to the same end does without any error.`,
    columns: [text('control'), R, DEPTH, NEVER, AMPLIFICATION, GOAL_LOST, plain('twins', 'twins', 'count')],
    rows: [
      {
        kind: 'measured',
        cells: {
          control: 'another right action',
          r: figures.r,
          depth: figures.depth,
          never: figures.never,
          amplification: figures.amplification,
          goalLost: figures.goalLost,
          twins: figures.twins,
        },
      },
    ],
    terminal: true,
  };
}
