/** What differs between populations: everything that the world fixes once, or the operators' team alone. */
export const VARIED = ['all', 'team'] as const;

export type Varied = (typeof VARIED)[number];
