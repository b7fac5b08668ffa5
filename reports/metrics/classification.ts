/** Measures of next-action prediction by label, as published for STAR. */
export type Classification = ReturnType<typeof classification>;

/** All measures of one set of predictions. Throws: where there are none, or not one for each label. */
export function classification(rule: string, labels: readonly string[], predictions: readonly string[]) {
  return {
    /** Which examples and labels, in words. */
    rule,
    examples: labels.length,
    /** Distinct true labels. */
    labels: new Set(labels).size,
    accuracy: accuracy(labels, predictions),
    weightedF1: weightedF1(labels, predictions),
    /** Accuracy of always giving the commonest true label. */
    majorityAccuracy: majority(labels).share,
  };
}

/** Share of predictions that equal their label. Throws: where there are none, or not one for each label. */
export function accuracy(labels: readonly string[], predictions: readonly string[]): number {
  checkPairs(labels, predictions);
  return labels.filter((label, i) => label === predictions[i]).length / labels.length;
}

/**
 * F1 of each true label, averaged by how often it occurs.
 *
 * Range: [0, 1]. Throws: where there are none, or not one for each label.
 */
export function weightedF1(labels: readonly string[], predictions: readonly string[]): number {
  checkPairs(labels, predictions);
  const truth = countBy(labels);
  const given = countBy(predictions);
  const hits = countBy(labels.filter((label, i) => label === predictions[i]));
  let sum = 0;
  for (const [label, support] of truth)
    sum += (support * 2 * (hits.get(label) ?? 0)) / (support + (given.get(label) ?? 0));
  return sum / labels.length;
}

/** The commonest label (of several, the first that occurs) and its share. Throws: where there are none. */
export function majority(labels: readonly string[]): { label: string; share: number } {
  checkPairs(labels, labels);
  let [label, count] = ['', 0];
  for (const [candidate, occurrences] of countBy(labels))
    if (occurrences > count) [label, count] = [candidate, occurrences];
  return { label, share: count / labels.length };
}

function countBy(labels: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

function checkPairs(labels: readonly string[], predictions: readonly string[]): void {
  if (labels.length === 0) throw new Error('There are no examples to judge predictions by.');
  if (labels.length !== predictions.length)
    throw new Error(`${predictions.length} predictions do not go with ${labels.length} labels.`);
}
