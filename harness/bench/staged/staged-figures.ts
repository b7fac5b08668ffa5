import type { FigureCard, Figures } from '../../../reports/figures/schema.ts';
import { formatCount } from '../../../reports/present/format-value.ts';
import { describeAnswer, describeClosedLoop } from './closed-findings.ts';
import { classificationTable, comparisonTables, leftOutTable, measureTable, populationTable } from './detail-tables.ts';
import { describeFindings } from './findings.ts';
import { type LevelAnswer, levelAnswers } from './level-answers.ts';
import type { Results } from './results.ts';
import { closedPlots, openPlots } from './staged-plots.ts';
import { answerTable, closedTable, gateTable, openTable } from './staged-tables.ts';

/** What a staged run measured, as far as its figures need it. */
export interface Measured
  extends Pick<Results, 'metrics' | 'cells' | 'comparisons' | 'closedLoop' | 'populations' | 'classification'> {
  readonly dataset: Pick<Results['dataset'], 'importNotes'>;
}

/** Cards, findings, tables and plots of a staged run: the answer first, in closed loop where one was played. */
export function stagedFigures(measured: Measured): Pick<Figures, 'cards' | 'findings' | 'tables' | 'plots'> {
  const { metrics, cells, comparisons, closedLoop, populations = [], classification } = measured;
  const all = [...cells, ...(closedLoop?.cells ?? [])];
  const open = levelAnswers(measured, measured);
  const closed = closedLoop && levelAnswers(measured, closedLoop);
  const otherData = new Set(populations.map(({ datasetHash }) => datasetHash)).size > 1;
  const title = 'What runs without an operator, what it saves and what goes wrong';
  return {
    cards: cardsOf(closed ?? open, closed !== null),
    findings:
      closed && closedLoop
        ? [...describeAnswer(closed), ...describeClosedLoop(closedLoop)]
        : describeFindings(measured),
    tables: [
      ...(closed
        ? [answerTable(closed, 'closed', { id: 'answer', title: `${title}, closed loop`, terminal: true, otherData })]
        : []),
      ...(closedLoop ? [closedTable(closedLoop)] : []),
      answerTable(open, 'open', {
        id: closed ? 'answer-open' : 'answer',
        title: `${title}, open loop`,
        terminal: closed === null,
        otherData,
      }),
      openTable(measured),
      ...(classification ? [classificationTable(classification)] : []),
      gateTable(all),
      measureTable(all, metrics),
      ...comparisonTables([...comparisons, ...(closedLoop?.comparisons ?? [])], all, metrics),
      populationTable(populations),
      leftOutTable(measured),
    ],
    plots: [...(closedLoop ? closedPlots(closedLoop) : []), ...openPlots(measured)],
  };
}

/** The answer at the first noise level, and below it at the last. */
function cardsOf(rows: readonly LevelAnswer[], closed: boolean): FigureCard[] {
  const levels = [...new Set([rows[0], rows.at(-1)])].flatMap((row) => row ?? []);
  const [first] = levels;
  if (!first) return [];
  const card = (
    title: string,
    unit: FigureCard['unit'],
    of: (row: LevelAnswer) => FigureCard['values'][number]['value'] | null,
  ) => ({
    title,
    unit,
    values: levels.map((row) => ({
      label: `at ${row.point.label}`,
      value: of(row) ?? { estimate: null, low: null, high: null },
    })),
  });
  return [
    card(closed ? 'Cases without an operator' : 'Sessions without an operator', 'share', ({ automated }) => automated),
    card('Operators’ time saved', 'share', ({ saved }) => saved),
    ...(closed ? [card('Change in cases that end well', 'points', ({ goalChange }) => goalChange)] : []),
    card('Sessions with a wrong automated action', 'share', ({ wrong }) => wrong),
  ];
}

/** Sizes of the parts, in words: `train 52 · feedback 65; closed loop: feedback 60`. */
export function splitWords({
  split,
  closedLoop,
}: Pick<Results, 'split'> & { readonly closedLoop: Pick<NonNullable<Results['closedLoop']>, 'split'> | null }): string {
  const parts = (sizes: Results['split']) =>
    Object.entries(sizes)
      .map(([part, sessions]) => `${part} ${formatCount(sessions)}`)
      .join(' · ');
  return `sessions by part: ${parts(split)}${closedLoop ? `; closed loop ${parts(closedLoop.split)}` : ''}`;
}

/** Which models played, and on what they ran. */
export function modelsWords({ policy, critic, gate }: Results['models'], on: Results['run']['providers']): string {
  return `Policy ${policy} (on ${on.policy}), critic ${critic} (on ${on.critic}), gate ${gate}.`;
}
