import { reproductionAt } from '../../../present/closed-loop.ts';
import { formatInterval, formatValue, NO_VALUE, type Unit } from '../../../present/format-value.ts';
import { type NoisePoint, noiseExtremes, noisePoints } from '../../../present/noise-points.ts';
import { timeSaving } from '../../../present/time-saving.ts';
import type { ClosedLoop, Estimate, Results } from '../../../results/schema.ts';
import { html, type Markup } from '../markup.ts';

type Bounded = Pick<Estimate, 'estimate' | 'low' | 'high'>;

interface Figure {
  readonly name: string;
  readonly unit: Unit;
  at(point: NoisePoint): Bounded | null;
}

/** The figures that a reader looks for first, of both loops, at the least noise and beside it at the most. */
export function keyFigures(results: Results, points: readonly NoisePoint[]): Markup | null {
  const extremes = noiseExtremes(points);
  if (extremes === null) return null;
  const { least, most } = extremes;
  const told =
    least === most
      ? html`Selective automation at ${least.label}.`
      : html`Selective automation at the least noise (${least.label}) and, below the line, at the most (${most.label}).`;
  const closed = results.closedLoop && closedCards(results.closedLoop);
  return html`<section aria-label="Key figures">${closed}${closed ? html`<h2 class="cards-title">Open loop: judged against the log</h2>` : null}${cards(openFigures(results), least, most)}<p class="note" style="margin-top:10px">${told}</p></section>`;
}

const metric = (name: string, key: string): Figure => ({
  name,
  unit: 'share',
  at: (point) => point.arms.selective?.metrics[key] ?? null,
});

function openFigures(results: Results): Figure[] {
  return [
    metric('Sessions automated', 'session_automation'),
    { name: 'Active time saved', unit: 'share', at: (point) => timeSaving(results, point, 'selective') },
    metric('Sessions with a wrong executed action', 'sessions_with_wrong_executed'),
    metric('Critic precision', 'critic_precision'),
    metric('Action accuracy', 'action_accuracy'),
  ];
}

function closedCards(closed: ClosedLoop): Markup | null {
  const extremes = noiseExtremes(noisePoints(closed));
  if (extremes === null) return null;
  const figures: Figure[] = [
    metric('Sessions automated', 'session_automation'),
    { name: 'Active time saved', unit: 'share', at: (point) => timeSaving(closed, point, 'selective') },
    metric('Cases that reach their goal', 'goal_reached'),
    metric('Critic precision', 'critic_precision'),
    { name: 'Further errors after a first one (R)', unit: 'count', at: (point) => reproductionAt(closed, point) },
  ];
  return html`<h2 class="cards-title">Closed loop: what was decided is done</h2>${cards(figures, extremes.least, extremes.most)}`;
}

const cards = (figures: readonly Figure[], least: NoisePoint, most: NoisePoint): Markup =>
  html`<ul class="cards">${figures.map((figure) => card(figure, least, least === most ? null : most))}</ul>`;

function card(figure: Figure, least: NoisePoint, most: NoisePoint | null): Markup {
  const value = figure.at(least);
  const then = most && figure.at(most);
  return html`<li class="card"><div class="name">${figure.name}</div><div class="value">${shown(figure, value)}</div><div class="range">${bounds(figure, value)}</div>${
    most
      ? html`<div class="then"><div class="range">at the most noise</div><b>${shown(figure, then)}</b> <span class="range">${bounds(figure, then)}</span></div>`
      : null
  }</li>`;
}

const shown = ({ unit }: Figure, value: Bounded | null): string =>
  value ? formatValue(unit, value.estimate, value) : NO_VALUE;

function bounds({ unit }: Figure, value: Bounded | null): string {
  if (value === null || value.estimate === null) return 'nothing to divide by';
  return formatInterval(unit, value);
}
