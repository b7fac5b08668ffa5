/** A share as people read it: `91.4 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
