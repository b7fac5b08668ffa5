import { formatEstimate, formatPercent } from '../../../reports/present/format-value.ts';
import { sentence } from '../../../reports/present/sentence.ts';
import { hashMixes } from '../../bench/closed-loop/preset-mixes.ts';
import { FEWEST_ROWS, type InputIndex, LITTLE } from './measure-indices.ts';
import type { SensitivityOptions } from './options.ts';
import { type InputVerdict, OUTCOMES, type OutcomeName } from './screen-inputs.ts';
import { CHANCE, RANGES } from './screened-inputs.ts';
import { list } from './sensitivity-words.ts';
import { inputsOf, POPULATION } from './sobol-design.ts';

/** Of each outcome: what explains its variance, what interacts, and how much is drawn. */
export const indicesFindings = (indices: readonly InputIndex[]): string[] =>
  (Object.keys(OUTCOMES) as OutcomeName[]).map((outcome) => {
    const own = indices.filter((one) => one.outcome === outcome);
    const called = (verdict: InputVerdict) => own.filter((one) => one.verdict === verdict);
    const [matters, undecided, little] = [called('matters'), called('undecided'), called('no more than chance')];
    const interacting = own.filter(({ interacts }) => interacts === true);
    return [
      matters.length === 0
        ? `${sentence(OUTCOMES[outcome]).slice(0, -1)}: no parameter is shown to do more than chance.`
        : `${sentence(OUTCOMES[outcome]).slice(0, -1)}: what matters is ${list(matters.map(withTotal))}.`,
      ...(undecided.length > 0 ? [`Undecided: ${list(names(undecided))}.`] : []),
      ...(little.length > 0 ? [`No more than chance: ${list(names(little))}.`] : []),
      interacting.length > 0
        ? `Shown to interact: ${list(names(interacting))}.`
        : 'No parameter is shown to interact with another or with the population.',
      drawnInWords(own),
    ].join(' ');
  });

const names = (indices: readonly InputIndex[]) => indices.map(({ input }) => input);
const withTotal = ({ input, total }: InputIndex) => `${input} (total ${formatEstimate('score', total)})`;

function drawnInWords(own: readonly InputIndex[]): string {
  const total = (name: string) => {
    const found = own.find(({ input }) => input === name);
    return found ? formatEstimate('score', found.total) : 'nothing known';
  };
  return `Total of population and chance ${total(POPULATION)}, of chance alone ${total(CHANCE)}.`;
}

/** How it was played, and what the figures can and cannot say. */
export const indicesNotes = ({ parameters, sobol, sessions, taught }: SensitivityOptions): string[] => [
  [
    `Sobol’s indices from ${sobol} rows of Saltelli’s design over ${list(inputsOf(parameters))}; each stands anywhere in`,
    `its range with the same probability: ${inputsOf(parameters)
      .map((input) => `${input} ${RANGES.get(input)}`)
      .join('; ')}.`,
    'All other parameters stand as in the preset. A wider range would explain more.',
  ].join(' '),
  [
    `${sessions} sessions an arm and run, in closed loop. Policy, critic and gate are learned anew, from`,
    `${taught === 1 ? 'as many' : formatPercent(taught)} of the sessions that teach in settle.`,
    'A and B of a row have populations of their own. Points that differ from A in a parameter share its random numbers.',
  ].join(' '),
  [
    `Intervals are over rows, and fewer than ${FEWEST_ROWS} decide nothing.`,
    'A parameter matters where its total is larger than that of chance alone, and does no more',
    `than chance where it is larger by less than ${formatPercent(LITTLE)} of the variance. What interacts may do so with other`,
    'parameters or with the population.',
  ].join(' '),
  `Mixes have the hash ${hashMixes()}.`,
];
