import type { FigureColumn, FigureTable, Ranged } from '../../../reports/figures/schema.ts';

export type Row = FigureTable['rows'][number];

type Unit = FigureColumn['unit'];

/** A column of numbers that two equal runs share. */
export const plain = (id: string, title: string, unit: Unit): FigureColumn => ({
  id,
  title,
  unit,
  ranged: false,
  measured: false,
});

export const text = (id: string, title = id): FigureColumn => plain(id, title, 'text');

/** A column of estimates with their intervals. `over`: one of what they are over, where that is not sessions. */
export const ranged = (id: string, title: string, unit: Unit, over?: string): FigureColumn => ({
  ...plain(id, title, unit),
  ranged: true,
  ...(over === undefined ? {} : { over }),
});

/** A column in which two equal runs may differ, as in times. */
export const measured = (id: string, title: string, unit: Unit): FigureColumn => ({
  ...plain(id, title, unit),
  measured: true,
});

/** A cell of an estimate that says of how many it is. */
export const counted = ({ estimate, low, high }: Ranged, of: number): Ranged => ({ estimate, low, high, of });

/** The same of an estimate that says over how many sessions it is. */
export const ofSessions = (figure: Ranged & { readonly sessions: number }): Ranged => counted(figure, figure.sessions);
