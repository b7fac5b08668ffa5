import type { WeightedStatistic } from './weighted-statistics.ts';

/**
 * F1 of each true label, averaged by how often it occurs, as a function of how often each example counts: equal to
 * `weightedF1` where each counts once. Null: nothing counts. Throws: where there is not one prediction for each label.
 */
export function weightedF1Statistic(labels: readonly string[], predictions: readonly string[]): WeightedStatistic {
  if (labels.length !== predictions.length)
    throw new Error(`${predictions.length} predictions do not go with ${labels.length} labels.`);
  const numbers = new Map<string, number>();
  const numbered = (texts: readonly string[]) =>
    Int32Array.from(texts, (text) => {
      const known = numbers.get(text) ?? numbers.size;
      numbers.set(text, known);
      return known;
    });
  const truth = numbered(labels);
  const given = numbered(predictions);
  return (weights) => {
    const support = new Float64Array(numbers.size);
    const proposed = new Float64Array(numbers.size);
    const hits = new Float64Array(numbers.size);
    let all = 0;
    for (let i = 0; i < truth.length; i++) {
      const [label, guess, weight] = [truth[i] as number, given[i] as number, weights[i] as number];
      support[label] = (support[label] ?? 0) + weight;
      proposed[guess] = (proposed[guess] ?? 0) + weight;
      if (label === guess) hits[label] = (hits[label] ?? 0) + weight;
      all += weight;
    }
    if (all === 0) return null;
    let sum = 0;
    for (const [label, count] of support.entries())
      if (count > 0) sum += (count * 2 * (hits[label] ?? 0)) / (count + (proposed[label] ?? 0));
    return sum / all;
  };
}
