import type { FigureTable } from '../../../reports/figures/schema.ts';
import { plain, ranged, table, text } from '../../../reports/figures/table.ts';
import type { InputIndex, PlayedDesign } from './measure-indices.ts';
import { OUTCOMES } from './screen-inputs.ts';
import { RANGES } from './screened-inputs.ts';
import { runColumns } from './sensitivity-tables.ts';

const OVER = { over: 'row' };

/** Which part of each outcome's variance each input explains, the most first. */
export const indicesTable = (indices: readonly InputIndex[]): FigureTable =>
  table<InputIndex>({
    id: 'indices',
    title: 'Which part of the variance each parameter explains',
    caption: [
      'Over the ranges of these parameters together. The row “population and chance” draws everything anew, “chance alone”',
      'what is drawn while operators teach and work. Totals count an interaction once for each input that has part in it.',
    ],
    columns: {
      outcome: text('outcome', ({ outcome }) => OUTCOMES[outcome]),
      input: text('parameter', 'input'),
      range: text('range', ({ input }) => RANGES.get(input), { detail: true }),
      total: ranged('total', 'score', 'total', {
        ...OVER,
        definition: 'What is left to chance of an outcome of which all else is known: with all interactions.',
      }),
      first: ranged('first order', 'score', 'first', {
        ...OVER,
        definition: 'What the variance would fall by if this were known: by itself. May leave 0 to 1 by chance.',
      }),
      interaction: ranged('with others alone', 'score', 'interaction', {
        ...OVER,
        definition: 'The total less the first order; its interval holds for all parameters of the outcome together.',
      }),
      beyond: ranged('total less chance', 'score', 'beyondChance', {
        ...OVER,
        definition: 'Less the total of chance alone; its interval holds for all parameters of the outcome together.',
      }),
      verdict: text('verdict', 'verdict'),
      interacts: text('interacts', ({ interacts }) => (interacts === null ? null : interacts ? 'yes' : 'not shown')),
    },
    rows: indices,
  });

/** Every run, for other analyses. */
export const designTable = (played: readonly PlayedDesign[], inputs: readonly string[]): FigureTable =>
  table<PlayedDesign>({
    id: 'runs',
    title: 'Every run',
    caption: 'Of each row A and B, and A with one input as in B. What stands in no column stood as in the preset.',
    columns: {
      row: plain('row', 'count', 'row'),
      point: text('point', 'point'),
      population: text('population', ({ population }) => population.seed),
      ...runColumns<PlayedDesign>(inputs),
    },
    rows: played,
    terminal: false,
  });
