/** What `bench speed` measures, in this order. */
export const SPEED_PARTS = [
  'model',
  'latency',
  'training',
  'preference',
  'inference',
  'engine',
  'browser',
  'memory',
  'closed-loop',
  'query',
] as const;
export type SpeedPart = (typeof SPEED_PARTS)[number];
