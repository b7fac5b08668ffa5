/**
 * A probability whose odds p / (1 − p) are multiplied by exp(`shift`). What never or always happens stays so;
 * a shift of 0 gives the very same number.
 */
export function scaleOdds(probability: number, shift: number): number {
  if (shift === 0 || probability <= 0 || probability >= 1) return probability;
  return 1 / (1 + Math.exp(-(Math.log(probability / (1 - probability)) + shift)));
}
