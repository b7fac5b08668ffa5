import type { NoisePoint } from '../../../present/noise-points.ts';
import { html, type Markup } from '../markup.ts';

/** Row header that names a noise level on two short lines. */
export function noiseHeader({ label }: NoisePoint): Markup {
  const parts = label.split(' · ');
  return html`<th scope="row">${parts.slice(0, 2).join(' · ')}<span class="bounds">${parts.slice(2).join(' · ')}</span></th>`;
}
