/** Time as simulations see it: virtual, in milliseconds from the episode's start. */
export interface Clock {
  nowMs(): number;
  advance(ms: number): void;
}
