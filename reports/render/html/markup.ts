import { singleLine } from '../../present/single-line.ts';

/** HTML that is known to be safe. Made only by `html` and `trustedMarkup`. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlValue = string | number | Markup | null | readonly HtmlValue[];

/** Template tag: what is filled in is escaped, for text and for quoted attributes alike; markup and lists of it pass. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Markup {
  return new Markup(
    strings.map((part, index) => part + (index < values.length ? toHtml(values[index]!) : '')).join(''),
  );
}

/** Marks text of our own making as markup: style sheets and rendered plots, never data. */
export function trustedMarkup(text: string): Markup {
  return new Markup(text);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** One line of text that is text in a page, whatever it holds. */
function escapeHtml(text: string): string {
  return singleLine(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

function toHtml(value: HtmlValue): string {
  if (value === null) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escapeHtml(value);
  return value.map(toHtml).join('');
}
