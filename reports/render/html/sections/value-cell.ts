import { formatInterval, formatValue, NO_VALUE, type Unit } from '../../../present/format-value.ts';
import type { Estimate } from '../../../results/schema.ts';
import { html, type Markup } from '../markup.ts';

/** Table cell with an estimate and, under it, its interval. */
export function valueCell(
  unit: Unit,
  value: Pick<Estimate, 'estimate' | 'low' | 'high'> | null | undefined,
  looks: readonly string[] = [],
): Markup {
  const classes = looks.join(' ');
  if (!value || value.estimate === null)
    return html`<td class="${`${classes} none`.trim()}"><abbr title="nothing to divide by">${NO_VALUE}</abbr></td>`;
  return html`<td class="${classes}">${formatValue(unit, value.estimate, value)}<span class="bounds">${formatInterval(unit, value)}</span></td>`;
}
