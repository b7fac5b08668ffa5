import type { FigureColumn, FigureTable, Ranged } from '../../reports/figures/schema.ts';

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

/** A column of estimates with their intervals. */
export const ranged = (id: string, title: string, unit: Unit): FigureColumn => ({
  ...plain(id, title, unit),
  ranged: true,
});

/** A column in which two equal runs may differ, as in times. */
export const measured = (id: string, title: string, unit: Unit): FigureColumn => ({
  ...plain(id, title, unit),
  measured: true,
});

/** A cell of an estimate that says of how many it is. */
export const counted = ({ estimate, low, high }: Ranged, of: number): Ranged => ({ estimate, low, high, of });
