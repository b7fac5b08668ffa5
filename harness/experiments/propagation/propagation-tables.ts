import type { FigureColumn, FigureTable } from '../../../reports/figures/schema.ts';
import type { ControlTwins } from './control-twins.ts';
import type { ErrorGroup } from './error-groups.ts';
import { measureErrors } from './measure-errors.ts';
import type { SettingFigures } from './measure-setting.ts';
import type { NoiseGainRow } from './noise-gains.ts';
import type { Setting } from './play-settings.ts';
import type { SafeRow } from './safe-settings.ts';

/** A setting and what it came to. */
export interface MeasuredSetting {
  readonly setting: Setting;
  readonly figures: SettingFigures;
}

const text = (id: string, title = id): FigureColumn => ({ id, title, unit: 'text', ranged: false, measured: false });
const plain = (id: string, title: string, unit: FigureColumn['unit']): FigureColumn => ({ ...text(id, title), unit });
const ranged = (id: string, title: string, unit: FigureColumn['unit']): FigureColumn => ({
  ...plain(id, title, unit),
  ranged: true,
});

const R = ranged('r', 'R', 'score');
const DEPTH = ranged('depth', 'depth', 'count');
const NEVER = ranged('never', 'never met', 'share');
const AMPLIFICATION = ranged('amplification', 'amplification', 'score');
const GOAL_LOST = ranged('goalLost', 'goals lost', 'share');
const TWINS = plain('twins', 'twins', 'count');
/** What only the full tables show of errors. */
const MORE: readonly FigureColumn[] = [
  ranged('healed', 'depth of those that met', 'count'),
  ranged('fields', 'blast: fields', 'score'),
  ranged('commitments', 'blast: commitments', 'score'),
  ranged('misled', 'blast: false statements', 'score'),
];

const READING =
  'Every figure of an error is against its twin: the same session and random streams with a right action in its place. R: further errors that it brought about, to the end of the case, descendants of descendants included. Depth: steps until the case was where the twin was at that step or later; cases that never met count to their end, so it is a lower bound where many never do. Amplification: fields, final acts, false statements and endings that differ at the end, for each error. Goals lost: reached by the twin only, less those reached by the run only. In brackets the 95 % interval, clustered by session; one without width means that no two sessions differ.';

/** Every setting at every point. */
export function settingsTable(rows: readonly MeasuredSetting[], all: boolean): FigureTable {
  return {
    id: all ? 'settings-all' : 'settings',
    title: all ? 'Settings: everything' : 'How errors propagate, by operators, world and gate',
    caption: `${READING} Leak: wrong suggestions that were done. Repaired: errors that a later step put right; delay: after how many steps.`,
    columns: [
      text('operators'),
      text('world'),
      text('setting'),
      ranged('errorsPerSession', 'errors a session', 'score'),
      R,
      DEPTH,
      NEVER,
      AMPLIFICATION,
      GOAL_LOST,
      ...(all ? MORE : []),
      ranged('repaired', 'repaired', 'share'),
      ranged('delay', 'repair delay', 'count'),
      ranged('leak', 'leak', 'share'),
      ranged('goalMissed', 'goal missed', 'share'),
      ranged('automated', 'sessions automated', 'share'),
      TWINS,
      ...(all ? [plain('errors', 'errors', 'count'), plain('sessions', 'sessions', 'count')] : []),
      text('gate'),
    ],
    rows: rows.map(({ setting: { point, name, gate }, figures }) => ({
      kind: 'measured',
      cells: {
        operators: point.operators,
        world: point.world,
        setting: name,
        gate: gate ?? '–',
        ...shown(figures, all),
      },
    })),
    terminal: !all,
  };
}

function shown(figures: SettingFigures, all: boolean): FigureTable['rows'][number]['cells'] {
  const { sessions, errors, healed, fields, commitments, misled, ...common } = figures;
  return all ? { ...common, sessions, errors, healed, fields, commitments, misled } : common;
}

/** Errors by cause or by kind of action. */
export function groupsTable(id: 'causes' | 'kinds', groups: readonly ErrorGroup[]): FigureTable {
  const causes = id === 'causes';
  return {
    id,
    title: causes ? 'Errors by who let them happen' : 'Errors by what was done',
    caption: `Copilot and all gates together. ${causes ? 'Earlier error, customer, environment: an operator did what only looked right after an earlier error, a misstated value or a wrong answer of the knowledge base.' : 'Another one: the right action was of the same kind, with another control, text or value.'} ${READING}`,
    columns: [
      text('of', 'operators, world'),
      text('name', causes ? 'cause' : 'done'),
      ...(causes ? [ranged('share', 'of all errors', 'share')] : []),
      R,
      DEPTH,
      NEVER,
      AMPLIFICATION,
      GOAL_LOST,
      ...MORE,
      TWINS,
    ],
    rows: groups.map(({ share, ...figures }) => ({
      kind: 'measured',
      cells: { ...figures, ...(causes && { share }) },
    })),
    terminal: true,
  };
}

/** Slopes of the end-state error over operators' rates. */
export function gainsTable(rows: readonly NoiseGainRow[]): FigureTable {
  return {
    id: 'noise-gain',
    title: 'Noise gain',
    caption:
      'Rise of the share of missed goals for each 0.1 more of the rate, by least squares over the grid; each session is compared with itself. Critic and gate were taught anew at each point, by operators who err so.',
    columns: [text('setting'), text('rate'), ranged('gain', 'goal missed for each +0.1', 'share')],
    rows: rows.map((row) => ({ kind: 'measured', cells: { ...row } })),
    terminal: true,
  };
}

/** The largest coverage that is safe. */
export function safeTable(rows: readonly SafeRow[], epsilon: number): FigureTable {
  return {
    id: 'safe-automation',
    title: 'Safe automation',
    caption: `The largest share of sessions without an operator at which surely at most ${100 * epsilon} % of all sessions miss their goal: the 95 % upper bound, shared among the settings of the row. What an operator does wrong counts as well. Least bound: what the safest setting can promise.`,
    columns: [
      text('operators'),
      text('world'),
      text('setting', 'safe setting'),
      plain('coverage', 'sessions automated', 'share'),
      plain('bound', 'goal missed at most', 'share'),
      plain('least', 'least bound', 'share'),
      plain('settings', 'settings', 'count'),
    ],
    rows: rows.map(({ point, best, leastBound, settings }) => ({
      kind: 'measured',
      cells: {
        operators: point.operators,
        world: point.world,
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
    caption: `${same} twins with the same action forced: ${strayed} differ from their run (there must be none). ${other.length} twins in which the right action gave way to another right one, in the row: what chance alone brings about. Depth is no error of the method here: another order is another way to the same end.`,
    columns: [text('control'), R, DEPTH, NEVER, AMPLIFICATION, GOAL_LOST, TWINS],
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
