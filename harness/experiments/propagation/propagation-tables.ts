import type { FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, having, pick, plain, ranged, table, text, within } from '../../../reports/figures/table.ts';
import { formatPercent } from '../../../reports/present/format-value.ts';
import type { ErrorGroup } from '../../../reports/propagation/error-groups.ts';
import { type ErrorFigures, measureErrors } from '../../../reports/propagation/measure-errors.ts';
import type { ControlTwins } from '../../deployment/control-twins.ts';
import type { MeasuredSetting, SettingFigures } from './measure-setting.ts';
import type { NoiseGainRow } from './noise-gains.ts';
import type { SafeRow } from './safe-settings.ts';

const SEEMING =
  'Further errors that were right as the case looked, to somebody who takes what is amiss in it for sound.';
const FRESH = 'Further errors that were wrong as the case looked, too.';

/** What errors led to. */
const ERRORS: Columns<ErrorFigures> = {
  r: ranged('R', 'score', 'r', [
    'Further errors that an error brought about, to the end of the case, descendants of descendants included;',
    'below 0 where errors cut short what would have gone wrong anyway, as a wrong close does.',
  ]),
  rFirst: ranged('R of first errors', 'score', 'rFirst', [
    'Further errors brought about by one made where nothing had gone wrong before; above 1 errors breed.',
  ]),
  amplification: ranged('amplification', 'score', 'amplification', [
    'Fields, final acts, false statements and endings that differ at the end, for each error.',
  ]),
  goalLost: ranged('goals lost', 'points', 'goalLost', 'Reached by the twin only, less those reached by the run only.'),
  seeming: ranged('of R: seemed right', 'score', 'seeming', SEEMING),
  fresh: ranged('of R: new', 'score', 'fresh', FRESH),
  seemingFirst: ranged('of first: seemed right', 'score', 'seemingFirst', SEEMING),
  freshFirst: ranged('of first: new', 'score', 'freshFirst', FRESH),
  harmlessFirst: ranged('harmless first errors', 'share', 'harmlessFirst', [
    'The goal was reached all the same, and in the end nothing differs from the twin,',
    'no field, final act, false statement or ending.',
  ]),
  rHarmful: ranged('R of the other first errors', 'score', 'rHarmful'),
  depth: ranged('depth', 'count', 'depth', [
    'Steps until the case was where the twin was at that step or later; cases that never met it count to their end,',
    'so it is a lower bound where many never do.',
  ]),
  never: ranged('never met', 'share', 'never'),
  healed: ranged('depth of those that met', 'count', 'healed'),
  fields: ranged('blast: fields', 'score', 'fields'),
  commitments: ranged('blast: commitments', 'score', 'commitments'),
  misled: ranged('blast: false statements', 'score', 'misled'),
  twins: plain('twins', 'count', 'twins'),
  firsts: plain('first errors', 'count', 'firsts', 'Twins of errors that were the first in their session.'),
};

/** What happened in sessions, and what was held back. */
const SESSIONS: Columns<SettingFigures> = {
  automated: ranged('sessions automated', 'share', 'automated'),
  errorsPerSession: ranged('errors a session', 'score', 'errorsPerSession'),
  goalMissed: ranged('goal missed', 'share', 'goalMissed'),
  leak: ranged('leak', 'share', 'leak', 'Wrong suggestions that were done.'),
  rightBefore: ranged('automation right, before', 'share', 'rightBefore', [
    'Of what ran without an operator up to the first error of the session.',
  ]),
  rightAfter: ranged('automation right, after', 'share', 'rightAfter', [
    'Of what did so later, when the case was no longer like those that the gate was set on.',
  ]),
  rightInstead: ranged('after, twins', 'share', 'rightInstead', [
    'Automation right later in the same cases without that error, since hard cases are hard without it, too.',
  ]),
  repaired: ranged('repaired', 'share', 'repaired', 'Errors that a later step put right.'),
  delay: ranged('repair delay', 'count', 'delay', 'After how many steps.'),
  withError: ranged('sessions with error', 'share', 'withError'),
  ungated: ranged('not critical', 'share', 'ungated', [
    'Of the errors that ran by themselves, those that no gate was asked about.',
  ]),
  errors: plain('errors', 'count', 'errors'),
  sessions: plain('sessions', 'count', 'sessions'),
};

/** Everything that was measured of a setting. */
const SETTINGS: Columns<MeasuredSetting> = {
  operators: text('operators', ({ setting }) => setting.point.operators, [
    'Clean: who never err; paper: those of the paper preset.',
  ]),
  world: text('world', ({ setting }) => setting.point.world, [
    'Lively: customers misstate, change their mind, complain and leave, and the knowledge base errs now and then.',
  ]),
  setting: text('setting', ({ setting }) => setting.name),
  ...within({ ...SESSIONS, ...ERRORS }, ({ figures }: MeasuredSetting) => figures),
  gate: text('gate', ({ setting }) => setting.gate ?? '–'),
};
const settingColumns = (...ids: readonly string[]) => pick(SETTINGS, 'operators', 'world', 'setting', ...ids);

const TWINS =
  'Every figure of an error is against its twin: the same session and random streams with a right action in its place.';

const besideGrid = (rows: readonly MeasuredSetting[]) => rows.filter(({ setting: { point } }) => point.grid === null);

/** The few figures that matter most, without the grid. */
export const headTable = (rows: readonly MeasuredSetting[]): FigureTable =>
  table({
    id: 'head',
    title: 'Errors and what they lead to',
    caption: [TWINS, 'The grid of noise rates and all other figures are in the report.'],
    columns: settingColumns('automated', 'errorsPerSession', 'rFirst', 'leak', 'goalMissed'),
    rows: besideGrid(rows),
  });

/** What follows a first error, told apart; without the grid. */
export const firstErrorsTable = (rows: readonly MeasuredSetting[]): FigureTable =>
  table({
    id: 'first-errors',
    title: 'Further errors after a first one, told apart',
    caption: 'R of first errors and its two parts. Each is run less twin, so that the error has brought about both.',
    columns: settingColumns('rFirst', 'seemingFirst', 'freshFirst', 'harmlessFirst', 'rHarmful', 'firsts'),
    rows: besideGrid(rows),
  });

/** What errors did in every setting at every point, and as detail everything else that was measured there. */
export const settingsTable = (rows: readonly MeasuredSetting[]): FigureTable =>
  table({
    id: 'settings',
    title: 'How errors propagate, by operators, world and gate',
    caption: TWINS,
    columns: {
      ...having({ detail: true }, SETTINGS),
      ...settingColumns('errorsPerSession', 'r', 'rFirst', 'amplification', 'goalLost', 'goalMissed'),
    },
    rows,
    terminal: false,
  });

/** What was noticed and what was let pass in every setting. */
export const guardsTable = (rows: readonly MeasuredSetting[]): FigureTable =>
  table({
    id: 'guards',
    title: 'What the gate and the operators held back',
    caption: [],
    columns: settingColumns('automated', 'rightBefore', 'rightAfter', 'leak', 'repaired', 'delay'),
    rows,
    terminal: false,
  });

const GROUPS = {
  causes: {
    title: 'Errors by who let them happen',
    name: 'cause',
    reading: [
      'Earlier error, customer, environment: an operator did what only looked right after an earlier error,',
      'a misstated value or a wrong answer of the knowledge base.',
    ],
  },
  places: {
    title: 'Errors by what had gone wrong before, and whether they end the case',
    name: 'error',
    reading: ['First: nothing had gone wrong in the session before. Ends the case: no step came after it.'],
  },
  fates: {
    title: 'First errors by what they came to in the end',
    name: 'first error',
    reading: [
      'Harmless: the goal was reached all the same and nothing differs from the twin in the end.',
      'Goal lost: only the twin reached it.',
    ],
  },
  kinds: {
    title: 'Errors by what was done',
    name: 'done',
    reading: ['Another one: the right action was of the same kind, with another control, text or value.'],
  },
} as const;

/** Errors by cause, by place, by fate or by kind of action. */
export function groupsTable(id: keyof typeof GROUPS, groups: readonly ErrorGroup[]): FigureTable {
  const { title, name, reading } = GROUPS[id];
  const parts = id === 'fates' ? ['seeming', 'fresh'] : ['rFirst'];
  return table<ErrorGroup>({
    id,
    title,
    caption: ['Copilot and gates together; without any gate apart.', ...reading],
    columns: {
      of: text('operators, world', 'of'),
      name: text(name, 'name'),
      share: ranged('share', 'share', 'share', 'Of all errors of those settings.'),
      ...pick(ERRORS, 'r', ...parts, 'depth', 'never', 'amplification', 'goalLost', 'twins'),
    },
    rows: groups,
    terminal: id === 'causes',
  });
}

/** Slopes of the end-state error over operators' rates. */
export const gainsTable = (rows: readonly NoiseGainRow[]): FigureTable =>
  table({
    id: 'noise-gain',
    title: 'Noise gain',
    caption: [
      'Rise for each 0.1 more of the rate, by least squares over the grid; each session is compared with itself.',
      'Critic and gate were taught anew at each point, by operators who err so:',
      'where more refusals close a gate, fewer goals are missed because less is automated.',
    ],
    columns: {
      setting: text('setting', 'setting'),
      rate: text('rate', 'rate'),
      gain: ranged('goal missed for each +0.1', 'slope', 'gain'),
      errors: ranged('errors a session for each +0.1', 'score', 'errors'),
    },
    rows,
  });

const SAFE: Columns<SafeRow> = {
  operators: text('operators', ({ point }) => point.operators),
  world: text('world', ({ point }) => point.world),
  gates: text('gates', ({ corrected }) => (corrected ? 'corrected' : 'at their word'), [
    'Those that take operators at their word, or that know how often they err; the copilot is among both.',
  ]),
  setting: text('safe setting', ({ best }) => best?.label ?? 'none'),
  coverage: plain('sessions automated', 'share', ({ best }) => best?.coverage ?? null),
  bound: plain('goal missed at most', 'share', ({ best }) => best?.errorAtMost ?? null, [
    'The 95 % upper bound, shared among the settings of the row.',
  ]),
  least: plain('least bound', 'share', 'leastBound', 'What the safest setting can promise.'),
  settings: plain('settings', 'count', 'settings'),
};

/** The largest coverage that is safe. */
export const safeTable = (rows: readonly SafeRow[], epsilon: number, populations = 1): FigureTable =>
  table({
    id: 'safe-automation',
    title: 'Safe automation',
    caption: [
      'The largest share of sessions without an operator',
      `at which surely at most ${formatPercent(epsilon)} of all sessions miss their goal.`,
      'What an operator does wrong counts as well.',
      ...(populations === 1 ? [] : ['Of the populations, the one with the least: so much is safe in each.']),
    ],
    columns: SAFE,
    rows,
  });

/** What the method shows where there is nothing to be shown. */
export const controlTable = ({ same, strayed, other }: ControlTwins): FigureTable =>
  table<ErrorFigures>({
    id: 'control',
    title: 'Control: twins of steps that were right',
    caption: [
      'Copilot, published operators, calm world.',
      `${same} twins with the same action forced: ${strayed} differ from their run (there must be none).`,
      `In the row, ${other.length} twins in which the first right action that was not the usual one gave way to the usual one:`,
      'what another way to the same end does without any error.',
    ],
    columns: {
      control: text('control', () => 'another right action'),
      ...pick(ERRORS, 'r', 'depth', 'never', 'amplification', 'goalLost', 'twins'),
    },
    rows: [measureErrors(other)],
  });
