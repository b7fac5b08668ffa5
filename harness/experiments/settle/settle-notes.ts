import { formatCount } from '../../../reports/present/format-value.ts';
import type { SettleFold, SettleSessions } from '../../bench/closed-loop/settle-sessions.ts';
import { sumOf } from '../../shared/numbers.ts';
import { sizes } from './describe-split.ts';
import type { SettleOptions } from './options.ts';
import type { AcrossPopulations } from './over-populations.ts';
import { ALIGNED } from './settle-plays.ts';

/** What readers must know to trust the figures: what was set, what emerged, what was left out. */
export function settleNotes(
  { closed, folds }: SettleSessions,
  options: Pick<SettleOptions, 'logs' | 'populations'>,
): string[] {
  const refused = sumOf(closed.refused, ({ count }) => count);
  return [
    options.logs === undefined
      ? [
          'What was set, and on what grounds, is in a table of its own; everything else in the tables emerges.',
          'Where refusals strike at random no threshold on acceptance can let replies through:',
          'more of them are refused, right or wrong, than the target allows.',
          'That 45 % of sessions were automated therefore says that refusals were settled;',
          'how settled was calibrated to it. How much comes out hangs on which replies the team settled them on:',
          'populations differ in that.',
        ].join(' ')
      : 'Customers, knowledge base and goals are derived from the logs; operators are simulated.',
    [
      ...(options.populations > 1 ? ['Counts are those of the first population.'] : []),
      `${formatCount(closed.sessions.length)} sessions have a goal that can be known;`,
      `${formatCount(refused)} do not${refused === 0 ? '' : ' (bench goals says why)'} and were left out.`,
      `Models learned from ${sizes(folds, 'train')}, critics from ${sizes(folds, 'feedback')},`,
      `thresholds from ${sizes(folds, 'calibration')} sessions${folds.length > 1 ? ' in each fold' : '; none of them is measured on'}.`,
    ].join(' '),
    closed.goals,
    ...(folds.length > 1 ? crossFitNotes(folds) : []),
    [
      'Corrected thresholds know how often operators of each point really err, by kind of action,',
      'as an audit of all feedback would show: the most that a correction could do.',
    ].join(' '),
    [
      'Monitors: CUSUM on each issue cluster, to which sessions are routed by their true issue,',
      'sees operators’ answers in a sample of 15 % of sessions that stays with them (their time counts),',
      'refused ends there, interventions, and returning customers (60 % of those whose goal was missed,',
      'a round of 100 sessions later; against operators alone).',
      'A breach rolls that cluster back to copilot until it has learned again.',
    ].join(' '),
    [
      'Copilot: the operator confirms critical and other steps alike. Selective:',
      'what is not critical runs without gate. Chatbot:',
      'the intent and the scripted flow, without critic, until it is unsure,',
      'has nothing to say or repeats itself. A case that is handed over stays with the operator,',
      'who first reads what ran unattended.',
    ].join(' '),
  ];
}

/** What the aligned policy is, where it was played. */
export function alignedNotes(remedies: readonly AcrossPopulations[]): string[] {
  if (!remedies.some(([{ name }]) => name === ALIGNED)) return [];
  return [
    [
      'Aligned policy: the policy is trained on with all that operators did in the feedback, by plain cross entropy',
      '(sft-answers of bench align); critic and gate then learn from feedback to it, of the same sessions.',
    ].join(' '),
  ];
}

function crossFitNotes(folds: readonly SettleFold[]): string[] {
  const played = (of: 'all' | 'few') => formatCount(sumOf(folds, (fold) => fold[of].length));
  return [
    [
      `Cross-fitting in ${folds.length} folds, dealt by a hash of session id:`,
      'policy, chatbot, critics and gates that play a fold learned from the other folds only,',
      'so that no session was played by models that saw it.',
      `${played('all')} sessions were played in every arm of the table of arms, ${played('few')} of them,`,
      'drawn at random from all folds, at each point elsewhere: each once in each arm, arms paired by session.',
      'Figures are means over the sessions of all folds together.',
    ].join(' '),
    [
      'Models are shared within a fold, and folds share sessions that teach.',
      'Intervals are over sessions, with the models as they were learned;',
      'what learning from other sessions would change is not in them. The table by fold gives an idea of it.',
    ].join(' '),
    [
      'Each fold has gates and audited rates of its own. Monitors begin anew in each fold;',
      'what they roll back learns again from sessions of that fold that were played before,',
      'never from those to come.',
    ].join(' '),
  ];
}
