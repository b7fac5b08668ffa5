import { judgementWords } from '../../../reports/present/judgement-words.ts';
import type { Outcome } from '../../bench/experiment.ts';
import { fitPlots } from './fit-plots.ts';
import { type FoundFit, fitTables } from './fit-tables.ts';

/** A fit of a log as a report shows it. */
export function fitFindings(found: FoundFit): Omit<Outcome, 'loaded'> {
  return {
    split: 'fitted to all sessions; checked by halves of each operator’s sessions',
    findings: [...peopleFinding(found), ...foretold(found), ...outside(found)],
    notes: [
      'A log without truth does not tell α from β, and neither slips nor noticing show in it.',
      'Simulated teams draw from a fixed seed: the same log gives the same report.',
    ],
    tables: fitTables(found),
    plots: fitPlots(found.check),
  };
}

function peopleFinding({ people: { acceptance, pace } }: FoundFit): string[] {
  const odds = acceptance && `in log-odds of taking a suggestion by sigma ${acceptance.sigma.toFixed(2)}`;
  const times = pace && `in log-time by sigma ${pace.sigma.toFixed(2)}`;
  const differ = [odds, times].flatMap((one) => one || []);
  return differ.length === 0 ? [] : [`Operators differ, chance taken out, ${differ.join(' and ')}.`];
}

function foretold({ check: { heldOut } }: FoundFit): string[] {
  if (heldOut.length === 0) return ['The log has too few operators for a held-out check.'];
  const others = heldOut.filter(({ judgement }) => judgement.verdict !== 'better');
  const named = others.map(
    ({ model, simpler, judgement }) =>
      `${model}, over ${simpler} (${judgementWords(judgement, 0, 'count', 'operators')})`,
  );
  const better = [
    `${heldOut.length - others.length} of ${heldOut.length} checks on held-out sessions favour the fuller`,
    `model, corrected for being ${heldOut.length} (Holm)`,
  ].join(' ');
  return [others.length === 0 ? `${better}.` : `${better}; not: ${named.join('; ')}.`];
}

function outside({ check: { acceptance } }: FoundFit): string[] {
  if (acceptance.length === 0) return [];
  const out = acceptance.filter(({ logged, low, high }) => logged < low || logged > high).length;
  return [
    `${acceptance.length - out} of ${acceptance.length} quantiles of acceptance lie within the range of 95 % of simulated teams.`,
  ];
}
