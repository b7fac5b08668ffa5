import { figuresOver, overPopulations } from '../../bench/data/populations.ts';
import type { LoadRow, SpanRow } from './span-tables.ts';

/** The same row of each population as one. There is no span where some population has none. */
export function spansOver(populations: readonly (readonly SpanRow[])[]): SpanRow[] {
  const [first = [], ...others] = populations;
  if (others.length === 0) return [...first];
  return first.map((row, at) => {
    const own = [row, ...others.map((rows) => rows[at] as SpanRow)];
    const found = own.map(({ span }) => span).filter((span) => span !== null);
    return {
      ...row,
      fanOut: overPopulations(own.map(({ fanOut }) => fanOut)).median,
      span:
        found.length < own.length
          ? null
          : {
              figures: figuresOver(found.map(({ figures }) => figures)),
              runs: found.flatMap(({ runs }) => runs),
              reached: found.every(({ reached }) => reached),
            },
    };
  });
}

/** The same load of each population as one. */
export function loadsOver(populations: readonly (readonly LoadRow[])[]): LoadRow[] {
  const [first = [], ...others] = populations;
  if (others.length === 0) return [...first];
  return first.map((row, at) => {
    const own = [row, ...others.map((rows) => rows[at] as LoadRow)];
    return { ...row, figures: figuresOver(own.map(({ figures }) => figures)), runs: own.flatMap(({ runs }) => runs) };
  });
}
