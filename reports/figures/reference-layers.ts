import type { Layer } from '../render/html/plots/render-plot.ts';
import type { FigurePlot } from './schema.ts';

type Reference = NonNullable<FigurePlot['references']>[number];

/** What values are held against, behind them: bands shaded over the whole width, rules with their words. */
export function referenceLayers(references: readonly Reference[]): Layer[] {
  return references.flatMap((reference) => (reference.from === reference.to ? rule(reference) : band(reference)));
}

const plain = (field: string) => ({ field, type: 'quantitative' as const });
const WORDS = { type: 'text' as const, color: 'var(--muted)', fontSize: 11 };

function band({ axis, from, to, label }: Reference): Layer[] {
  const across = axis === 'y' ? 'x' : 'y';
  return [
    {
      data: { values: [{ from, to }] },
      mark: { type: 'rect' as const, color: 'var(--muted)', opacity: 0.14 },
      encoding: { [axis]: plain('from'), [`${axis}2`]: { field: 'to' } },
    },
    {
      data: { values: [{ at: to, label }] },
      mark: { ...WORDS, align: 'right' as const, baseline: 'bottom' as const, dy: -3, dx: -4 },
      encoding: {
        [axis]: plain('at'),
        [across]: { value: axis === 'y' ? 'width' : 0 },
        text: { field: 'label', type: 'nominal' as const },
      },
    },
  ];
}

function rule({ axis, from, label }: Reference): Layer[] {
  const across = axis === 'y' ? 'x' : 'y';
  return [
    {
      data: { values: [{ at: from }] },
      mark: { type: 'rule' as const, color: 'var(--muted)', strokeDash: [5, 4], strokeWidth: 1.4 },
      encoding: { [axis]: plain('at') },
    },
    {
      data: { values: [{ at: from, label }] },
      mark: { ...WORDS, align: 'left' as const, baseline: 'top' as const, dx: 5, dy: 2 },
      encoding: {
        [axis]: plain('at'),
        [across]: { value: 0 },
        text: { field: 'label', type: 'nominal' as const },
      },
    },
  ];
}
