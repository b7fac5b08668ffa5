/** How a desk is worked on: as a page in a browser, or without one. */
export const DRIVERS = ['in-process', 'browser'] as const;
export type Driver = (typeof DRIVERS)[number];
