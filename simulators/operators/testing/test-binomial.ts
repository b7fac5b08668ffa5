/** Whether a count of successes is inside the central 99.99 % of Binomial(n, p), by Wilson's interval. */
export function insideBinomial(successes: number, n: number, p: number): boolean {
  const z = 3.8906;
  const share = successes / n;
  const centre = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2));
  return Math.abs(p - centre) <= half;
}
