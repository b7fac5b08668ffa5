import { sumOf } from '../../../harness/shared/numbers.ts';
import type { Answers } from './tally-operators.ts';

type AnswerRecord = Readonly<Answers>;

/** Log-odds of taking a suggestion, normally distributed over operators. */
export interface AcceptanceFit {
  readonly operators: number;
  readonly mean: number;
  readonly sigma: number;
}

/** Points at which the normal distribution of people is summed, with their weights. */
const PEOPLE = Array.from({ length: 81 }, (_, at) => (at - 40) / 8).map((z) => ({ z, log: -(z ** 2) / 2 }));
const NORM = logSumExp(PEOPLE.map(({ log }) => log));

/**
 * How operators differ in taking suggestions: the logit-normal distribution under which the records are most
 * likely, binomial chance in each record taken out. Null where fewer than two operators answered anything.
 */
export function fitAcceptance(records: readonly AnswerRecord[]): AcceptanceFit | null {
  const withReplies = records.filter(({ replies }) => replies > 0);
  if (withReplies.length < 2) return null;
  const meanAt = (sigma: number) => highest((mean) => logLikelihood(withReplies, { mean, sigma }), -8, 8);
  const sigma = highest((at) => logLikelihood(withReplies, { mean: meanAt(at), sigma: at }), 0, 3);
  return { operators: withReplies.length, mean: meanAt(sigma), sigma };
}

/** Log-likelihood of operators of whom nothing else is known. Binomial coefficients, which no model changes, are left out. */
export function logLikelihood(records: readonly AnswerRecord[], fit: Pick<AcceptanceFit, 'mean' | 'sigma'>): number {
  return sumOf(records, (record) => marginal(record, fit));
}

/** Log-likelihood of further answers of an operator whose earlier ones are known. */
export function logPredictive(
  earlier: AnswerRecord,
  further: AnswerRecord,
  fit: Pick<AcceptanceFit, 'mean' | 'sigma'>,
): number {
  const both = { replies: earlier.replies + further.replies, picked: earlier.picked + further.picked };
  return marginal(both, fit) - marginal(earlier, fit);
}

function marginal({ replies, picked }: AnswerRecord, { mean, sigma }: Pick<AcceptanceFit, 'mean' | 'sigma'>): number {
  const terms = PEOPLE.map(({ z, log }) => {
    const odds = mean + sigma * z;
    return log - picked * softplus(-odds) - (replies - picked) * softplus(odds);
  });
  return logSumExp(terms) - NORM;
}

/** ln(1 + exp(x)), without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function logSumExp(terms: readonly number[]): number {
  const top = Math.max(...terms);
  return top + Math.log(sumOf(terms, (term) => Math.exp(term - top)));
}

/** Where a function with one hill is highest, by golden section. Source: Kiefer 1953. */
function highest(of: (x: number) => number, from: number, to: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [atLeft, atRight] = [of(left), of(right)];
  while (high - low > 1e-4) {
    if (atLeft >= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - golden * (high - low);
      atLeft = of(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + golden * (high - low);
      atRight = of(right);
    }
  }
  return (low + high) / 2;
}
