import { formatNumber } from '../../../reports/present/format-value.ts';
import type { OwnFeedback } from './choose-feedback.ts';
import { type CorrectionRow, controlOf } from './compare-sets.ts';
import type { CorrectionResult } from './corrections-table.ts';
import type { LoggedFeedback } from './logged-refusals.ts';

/** Where corrections and the hard set come from, and what follows from that. */
export function correctionNotes(
  results: readonly CorrectionResult[],
  policy: string,
  own: OwnFeedback | null,
): string[] {
  const short = results.filter(({ rows }) => rows.some(({ set }) => set && set.corrections.length < set.asked));
  return [
    ...(own === null ? simulatedNotes(policy) : loggedNotes(policy, own)),
    ...controlNotes(results, policy),
    'A share of corrections is of the fewer logs’ examples, as in the published table (100k + 20k is 20 %).',
    ...results.map(
      ({ point, hardSteps, available }) => `${point}: ${available} corrections to draw from, ${hardSteps} hard steps.`,
    ),
    ...short.map(({ point }) => `${point}: fewer corrections than asked for; the table has how many there were.`),
  ];
}

/** In what a control differs from the others, by what was seen of the policy. */
function controlNotes(results: readonly CorrectionResult[], policy: string): string[] {
  const differs = results.some(({ rows }) => rows.some((row) => !row.set?.isControl && isOtherThanControl(row, rows)));
  return [
    [
      'A control has the same logs as what is compared with it and no correction.',
      'It shares no session with the deployed policy where there is one,',
      'so that it is a draw of its own whether or not training draws anything.',
    ].join(' '),
    differs
      ? [
          `Trained with another seed on the same logs, ${policy} answers otherwise:`,
          'what rows without corrections differ from their control by is that luck,',
          'which no interval here includes.',
        ].join(' ')
      : [
          `Trained with another seed on the same logs, ${policy} is right at as many steps of every session:`,
          'its training draws nothing that was seen here, and a difference to a control is what corrections did.',
        ].join(' '),
    [
      'A control is without the corrections and without the steps that they add.',
      'What as many steps that nobody corrected would have taught is not told apart from what corrections',
      'teach.',
    ].join(' '),
  ];
}

/** Whether a policy without corrections is not the same as its control in some session. */
function isOtherThanControl(row: CorrectionRow, rows: readonly CorrectionRow[]): boolean {
  const control = row.set?.corrections.length === 0 ? controlOf(row, rows) : null;
  if (control === null) return false;
  return (['historical', 'hard'] as const).some((side) =>
    Array.from(row.sides[side].numerators).some((right, at) => right !== control.sides[side].numerators[at]),
  );
}

function simulatedNotes(policy: string): string[] {
  return [
    [
      `Policy ${policy}. Feedback is simulated: operators of the given noise answer to a deployed policy,`,
      'which learned from logs of its own. It makes the suggestions that are refused,',
      'and by that alone chooses the hard set. No evaluation session is trained on.',
    ].join(' '),
    'With α = 0 the deployed policy is wrong on every hard step by construction; its row says what is to be gained, not how good it is.',
  ];
}

function loggedNotes(policy: string, { corrections, hard }: OwnFeedback): string[] {
  return [
    [
      `Policy ${policy}. Feedback is the log’s own: what its operators did with what their desk suggested.`,
      'No policy is deployed, so that the hard set is where that desk was refused,',
      'not where a policy of ours is weak; a desk that was asked with a draft in hand suggests by that draft.',
      'No evaluation session is trained on.',
    ].join(' '),
    `Corrections: ${inWords(corrections)}.`,
    `Hard set: ${inWords(hard)}.`,
    [
      'To pick another suggestion than the first is taken as refusing the first.',
      'Where the log does not say what was shown, the correction alone is kept:',
      'what a policy of ours would have proposed there was refused by nobody.',
    ].join(' '),
    'Picking the first is no proof that it was best: who accepts what is wrong leaves no trace in a log.',
  ];
}

function inWords({ answered, refusals, another, unseen, freeText }: LoggedFeedback): string {
  const refused = refusals.length;
  const share = formatNumber((100 * refused) / Math.max(1, answered), 1);
  return [
    `${answered} steps with suggestions, ${refused} refused (${share} %):`,
    `${another} for another one shown, ${unseen} with nothing logged of what was shown;`,
    `${freeText} of them for free text`,
  ].join(' ');
}
