import { formatCount } from '../../../reports/present/format-value.ts';
import { ACTS, type Act } from '../../../simulators/operators/answering/operator-times.ts';
import { LONGEST_ACT_MS, SHORTEST_MS } from '../../../simulators/operators/fitting/clip-times.ts';
import { fitOperators } from '../../../simulators/operators/fitting/fit-operators.ts';
import type { Session } from '../../contract/session.ts';
import { sumOf } from '../../shared/numbers.ts';
import { surveyTimes, timeInWords } from './survey-times.ts';

/** Acts that no log times: what they take is always assumed. */
const NEVER_LOGGED: readonly Act[] = ['review', 'lookBack', 'catchUp'];

/** What a reader of times must know who had simulated operators fitted to these sessions: which times are assumed, which were clipped. */
export function timeNotes(sessions: readonly Session[]): string[] {
  const { acts } = fitOperators(sessions);
  const logged = ACTS.filter((act) => !NEVER_LOGGED.includes(act));
  const [assumed, fitted] = [logged.filter((act) => acts[act].assumed), logged.filter((act) => !acts[act].assumed)];
  const sum = (of: 'count' | 'floored' | 'capped') => sumOf(fitted, (act) => acts[act][of]);
  const share = (count: number) => `${((100 * count) / Math.max(1, sum('count'))).toFixed(1)} %`;
  const fittedWords =
    fitted.length === 0
      ? 'none are fitted to the logs'
      : [
          `fitted to ${formatCount(sum('count'))} acts in ${formatCount(sessions.length)} logged sessions`,
          `(${fitted.join(', ')})`,
        ].join(' ');
  const tooFew = assumed.map((act) => `${act} (${acts[act].count} in the logs, 20 are asked for)`);
  const assumedWords = [...tooFew, ...NEVER_LOGGED].join(', ');
  return [
    `Times of operators: ${fittedWords}; assumed as STAR’s: ${assumedWords}.${
      fitted.length === 0
        ? ''
        : [
            ` Of those fitted ${share(sum('floored'))} were below ${timeInWords(SHORTEST_MS)} and count as that;`,
            `${share(sum('capped'))} were above the 99.9th percentile, or ${timeInWords(LONGEST_ACT_MS)},`,
            'and count as that.',
          ].join(' ')
    }`,
  ];
}

/** What forbids to trust figures of time that rest on these sessions. Empty where nothing stands out. */
export function timeWarnings(sessions: readonly Session[]): string[] {
  const { implausible } = surveyTimes(sessions);
  if (implausible.length === 0) return [];
  return [`Times of these logs are implausible, and so is every time below: ${implausible.join('; ')}.`];
}
