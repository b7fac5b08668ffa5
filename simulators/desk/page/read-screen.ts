import type { Control, ControlKind } from '../../../harness/contract/control.ts';
import { OPTION_SEPARATOR } from '../../../harness/contract/legal.ts';
import type { Screen, ShownResult, TimelineEntry } from '../../../harness/contract/screen.ts';
import { type Spot, spotsInView, targetOf } from './target-of.ts';

/** What is read from the page in one go. */
export interface Reading {
  readonly screen: Screen;
  /** How many actions the case has seen in all. */
  readonly actionCount: number;
  /** For each control, in the screen's order, where to press it; empty where nobody asked. */
  readonly spots: readonly Spot[];
}

/** Order of the kinds of control on a screen; fields and submit buttons stand together, form by form. */
const RANK: Readonly<Partial<Record<ControlKind, number>>> = {
  procedure: 0,
  button: 2,
  reply: 3,
  compose: 4,
  transfer: 5,
  close: 6,
  result: 7,
};

/**
 * The screen as rendered elements show it, from their text, values and data attributes: nothing of
 * the page's own state is looked at.
 */
export function readScreen(root: ParentNode, withSpots: boolean): Reading {
  const pane = need(root, '[data-part=case]');
  const elements = [...pane.querySelectorAll('[data-control]')];
  const ranked = elements.map((element) => ({
    element,
    rank: RANK[attribute(element, 'data-kind') as ControlKind] ?? 1,
  }));
  ranked.sort((a, b) => a.rank - b.rank);
  const log = need(pane, '[data-part=messages]');
  const timeline = need(pane, '[data-part=timeline]');
  return {
    screen: {
      caseId: attribute(pane, 'data-case'),
      subject: textOf(pane, '[data-part=subject]'),
      status: attribute(pane, 'data-status') as Screen['status'],
      procedure: readProcedure(pane),
      controls: ranked.map(({ element }) => readControl(element)),
      messages: [...log.querySelectorAll('[data-author]')].map((message) => ({
        author: attribute(message, 'data-author') as 'customer' | 'desk',
        text: textOf(message, '[data-text]'),
      })),
      messageCount: Number(attribute(log, 'data-count')),
      fields: readValues(need(pane, '[data-part=fields]')),
      results: [...pane.querySelectorAll('[data-part=result]')].map(readResult),
      timeline: [...timeline.querySelectorAll('[data-part=entry]')].map(readEntry),
    },
    actionCount: Number(attribute(timeline, 'data-count')),
    spots: withSpots ? spotsInView(ranked.map(({ element }) => targetOf(element))) : [],
  };
}

function need(parent: ParentNode, selector: string): Element {
  const element = parent.querySelector(selector);
  if (!element) throw new Error(`The page shows no ${selector}.`);
  return element;
}

function attribute(element: Element, name: string): string {
  return element.getAttribute(name) ?? '';
}

function textOf(parent: ParentNode, selector: string): string {
  return need(parent, selector).textContent ?? '';
}

function readProcedure(pane: Element): Screen['procedure'] {
  const panel = pane.querySelector('[data-part=procedure]');
  return (
    panel && {
      id: attribute(panel, 'data-procedure'),
      title: textOf(panel, '[data-part=procedure-title]'),
      screen: attribute(panel, 'data-screen'),
      screenTitle: textOf(panel, '[data-part=screen-title]'),
    }
  );
}

function readControl(element: Element): Control {
  const target = targetOf(element);
  const options = readOptions(element);
  return {
    id: attribute(element, 'data-control'),
    kind: attribute(element, 'data-kind') as ControlKind,
    label: (element.querySelector('[data-label]') ?? element).textContent ?? '',
    target: attribute(element, 'data-target'),
    form: element.getAttribute('data-form'),
    value: readValue(element),
    options,
    required: element.hasAttribute('data-required'),
    enabled: !target.matches(':disabled'),
  };
}

function readOptions(element: Element): string[] {
  const select = element.querySelector('select');
  if (select) return [...select.options].map(({ value }) => value).filter((value) => value !== '');
  return [...element.querySelectorAll('[data-option]')].map((option) => option.textContent ?? '');
}

function readValue(element: Element): string {
  switch (element.getAttribute('data-kind')) {
    case 'radio':
    case 'multiselect':
      return [...element.querySelectorAll('input')]
        .filter(({ checked }) => checked)
        .map(({ value }) => value)
        .join(OPTION_SEPARATOR);
    case 'checkbox':
      return element.querySelector('input')?.checked ? 'true' : '';
    case 'text':
    case 'textarea':
    case 'number':
    case 'date':
    case 'select':
      return (targetOf(element) as HTMLInputElement).value;
    default:
      return '';
  }
}

function readValues(list: Element): Record<string, string> {
  const values: Record<string, string> = {};
  for (const row of list.children) values[textOf(row, 'dt')] = textOf(row, 'dd');
  return values;
}

function readResult(card: Element): ShownResult {
  const total = card.getAttribute('data-total');
  return {
    form: attribute(card, 'data-form'),
    items: [...card.querySelectorAll('[data-part=item]')].map(readValues),
    total: total === null ? null : Number(total),
    status: card.querySelector('[data-part=status]')?.textContent ?? null,
    control: attribute(card, 'data-result'),
    selected: card.hasAttribute('data-selected'),
  };
}

function readEntry(entry: Element): TimelineEntry {
  return {
    kind: attribute(entry, 'data-kind') as TimelineEntry['kind'],
    target: attribute(entry, 'data-target'),
    values: readValues(need(entry, '[data-part=entry-values]')),
    messageCount: Number(attribute(entry, 'data-message-count')),
  };
}
