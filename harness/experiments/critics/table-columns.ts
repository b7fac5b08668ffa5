import type { FigureColumn, FigureTable } from '../../../reports/figures/schema.ts';
import type { NoiseResult } from './noise-result.ts';

export type Row = FigureTable['rows'][number];

export const text = (id: string, title = id): FigureColumn => ({
  id,
  title,
  unit: 'text',
  ranged: false,
  measured: false,
});

export const number = (id: string, title: string, unit: FigureColumn['unit'], ranged = true): FigureColumn => ({
  id,
  title,
  unit,
  ranged,
  measured: false,
});

export const NOISE = [text('alpha', 'α'), text('beta', 'β')];

export const noiseOf = ({ alpha, beta }: NoiseResult) => ({ alpha, beta });
