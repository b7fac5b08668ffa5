import type { Critic, CriticExample, CriticFitOptions } from '../../../harness/contract/critic.ts';
import { sumOf } from '../../../harness/shared/numbers.ts';
import { hashFeature } from '../../screens/features/hash.ts';

/** A label and P(accepted) as a model says that was not taught this label. */
export interface DoubtedLabel {
  readonly accepted: boolean;
  readonly probability: number;
}

/** What is kept of the labels, and what each kept one counts for. */
export interface Pruned {
  readonly kept: readonly boolean[];
  /** Weight of a kept label that says accepted, and of one that says rejected: restores what each lost. */
  readonly weight: { readonly accepted: number; readonly rejected: number };
}

type Counts = [[number, number], [number, number]];

/**
 * Finds labels that are likely wrong, by confident learning, and leaves them out.
 *
 * A label's true class is the one whose mean confidence on its own labels the example reaches, if any; counted by label
 * and class and scaled to the labels' numbers, that estimates how many labels of each kind are wrong. So many are
 * left out, those first whose label is least likely.
 *
 * Shape: [labels] → [labels]. Where only one label occurs nothing is doubted. Source: Northcutt et al. 2021, arXiv
 * 1911.00068: the confident joint, pruning by noise rate, and re-weighting of what is left.
 */
export function pruneByNoiseRate(labels: readonly DoubtedLabel[]): Pruned {
  const joint = confidentJoint(labels);
  const kept = labels.map(() => true);
  if (!joint) return { kept, weight: { accepted: 1, rejected: 1 } };
  for (const label of [0, 1] as const) {
    const places = labels.flatMap((one, at) => (Number(one.accepted) === label ? [at] : []));
    const likeliest = (at: number) => (label === 1 ? labels[at]!.probability : 1 - labels[at]!.probability);
    // Never all labels of a kind: nothing would be left to learn it from.
    const wrong = Math.min(places.length - 1, Math.round(joint[label][1 - label]!));
    for (const at of places.sort((a, b) => likeliest(a) - likeliest(b) || a - b).slice(0, wrong)) kept[at] = false;
  }
  const weightOf = (label: 0 | 1) => {
    const truth = joint[0][label] + joint[1][label];
    return joint[label][label] > 0 ? truth / joint[label][label] : 1;
  };
  return { kept, weight: { accepted: weightOf(1), rejected: weightOf(0) } };
}

/** Numbers by label and estimated true class, summing over classes to the labels' numbers; null for one label only. */
function confidentJoint(labels: readonly DoubtedLabel[]): Counts | null {
  const mean = (accepted: boolean) => {
    const some = labels.filter((one) => one.accepted === accepted);
    const confidence = sumOf(some, ({ probability: p }) => (accepted ? p : 1 - p));
    return { count: some.length, confidence: confidence / some.length };
  };
  const [rejected, accepted] = [mean(false), mean(true)];
  if (rejected.count === 0 || accepted.count === 0) return null;
  const counts: Counts = [
    [0, 0],
    [0, 0],
  ];
  for (const one of labels) {
    const [no, yes] = [1 - one.probability >= rejected.confidence, one.probability >= accepted.confidence];
    if (!no && !yes) continue;
    const truth = yes && (!no || one.probability >= 0.5) ? 1 : 0;
    counts[one.accepted ? 1 : 0][truth]++;
  }
  for (const [label, { count }] of [rejected, accepted].entries()) {
    const row = counts[label]!;
    const total = row[0] + row[1];
    if (total === 0) row[label] = count;
    else counts[label] = [(row[0] / total) * count, (row[1] / total) * count];
  }
  return counts;
}

const FOLDS = 3;

/** P(accepted) of each answer by a critic that was taught no answer of its session. Shape: [answers] → [answers]. */
export async function outOfFold(
  examples: readonly CriticExample[],
  { seed, onProgress }: Pick<CriticFitOptions, 'seed' | 'onProgress'>,
  teach: (taught: readonly CriticExample[]) => Promise<Pick<Critic, 'score' | 'dispose'>>,
): Promise<number[]> {
  const folds = examples.map(({ session }) => (hashFeature(`${seed} fold ${session}`) >>> 0) % FOLDS);
  const probabilities = examples.map(() => 0.5);
  for (let fold = 0; fold < FOLDS; fold++) {
    const places = examples.flatMap((_, at) => (folds[at] === fold ? [at] : []));
    const trainingPart = examples.filter((_, at) => folds[at] !== fold);
    if (places.length === 0 || trainingPart.length === 0) continue;
    const critic = await teach(trainingPart);
    const scores = await critic.score(places.map((at) => examples[at]!));
    await critic.dispose();
    for (const [row, at] of places.entries()) probabilities[at] = scores[row]!;
    onProgress?.((fold + 1) / (FOLDS + 1), `critic, fold ${fold + 1} of ${FOLDS}`);
  }
  return probabilities;
}
