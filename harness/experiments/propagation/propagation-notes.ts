import { PAPER_PRESET } from '../../../fixtures/generator/paper-preset.ts';
import { formatCount, formatPercent } from '../../../reports/present/format-value.ts';
import type { OpenBench } from '../../bench/closed-loop/open-closed-bench.ts';
import { PAPER } from '../../bench/closed-loop/settle-points.ts';
import { sumOf } from '../../shared/numbers.ts';
import type { PropagationOptions } from './options.ts';
import { LIVELY_WORLD } from './propagation-points.ts';

/** What readers must know to trust the figures. */
export function propagationNotes({ closed, parts }: OpenBench, options: PropagationOptions): string[] {
  const { twins, twinsPerSession, policy, critic, gate, delta } = options;
  const refused = sumOf(closed.refused, ({ count }) => count);
  const { misstate, changeMind, complain, leave, kbFault } = LIVELY_WORLD;
  const { settledRefusals } = PAPER_PRESET.operators;
  return [
    [
      'An error: what was done is not among the acceptable actions for the customer’s goal.',
      'R counts all further errors to the end of the case;',
      'if every error brought about m more by itself, R would be m / (1 − m), so that R 1 means m one half.',
      'R above 1 is no explosion: cases end.',
    ].join(' '),
    [
      `Up to ${twinsPerSession} errors of a session get a twin, the first one and others drawn by the session’s`,
      'own streams, in the sessions of a cell up to the one hundred in which its twins reach',
      `${formatCount(twins)}. They are weighted to stand for all errors of their cell.`,
    ].join(' '),
    [
      `Lively world, rates assumed: customers misstate ${misstate}, change their mind ${changeMind},`,
      `complain of what they can notice ${complain} or leave ${leave};`,
      `the knowledge base answers wrongly ${kbFault}. Calm: none of it.`,
    ].join(' '),
    [
      `Policy ${policy}, critic ${critic}, gate ${gate} at δ ${delta} on operators’ acceptance.`,
      'Critics and gates are taught at each point by its own operators in its own world.',
      'Corrected gates share the critic and know how often operators really erred in that feedback,',
      'by kind of action, as an audit of all of it would show: the most that a correction could do;',
      'clean operators need none. Gates that came out alike are played once and named together. No gate:',
      'whatever is proposed runs, unless it would repeat itself. What is not critical always runs.',
    ].join(' '),
    [
      `${formatCount(closed.sessions.length)} sessions have a goal that can be known;`,
      `${formatCount(refused)} do not and were left out.`,
      `Intervals cover the draw of sessions, not the training of policy (${formatCount(parts.train.length)}`,
      `sessions), critic (${formatCount(parts.feedback.length)}) and gate`,
      `(${formatCount(parts.calibration.length)}).`,
    ].join(' '),
    closed.goals,
    [
      `Operators notice an earlier error at the rate of their mix (clean 1, otherwise ${PAPER.noise.notice}),`,
      'drawn at each step at which they act and something looks otherwise than it is;',
      'once noticed it stays noticed until it is put right. Published operators (paper):',
      `α by kind of action as published; β ${PAPER.beta}, slip ${PAPER.slip} and noticing ${PAPER.noise.notice}`,
      `are assumed, ${formatPercent(settledRefusals)} of their refusals strike the same targets always,`,
      'and they keep what is handed over to them (docs/closed-loop.md).',
    ].join(' '),
  ];
}
