import { text } from '../../bench/report/table-columns.ts';
import type { NoiseResult } from './noise-result.ts';

/** The columns that name a noise point. */
export const NOISE = [text('alpha', 'α'), text('beta', 'β')];

export const noiseOf = ({ alpha, beta }: NoiseResult) => ({ alpha, beta });
