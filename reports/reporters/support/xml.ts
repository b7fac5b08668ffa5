// Everything outside the production `Char` of XML 1.0, section 2.2: no escape makes these legal.
const NO_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Text between tags, or with `white` in a quoted attribute, where white space stays what it is by reference only. */
function escapeXml(text: string, white: RegExp): string {
  return text
    .replace(NO_CHARACTER, '\ufffd')
    .replace(/[&<>"]/g, (one) => ESCAPES[one]!)
    .replace(white, (one) => ESCAPES[one]!);
}

/** XML of our own making: made only by `element`. */
export interface Element {
  readonly xml: string;
}

/** An element that holds a text or elements. What XML cannot hold shows as U+FFFD. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: string | readonly Element[] = [],
): Element {
  const head = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value), /[\t\n\r]/g)}"`);
  if (content.length === 0) return { xml: `<${name}${head.join('')}/>` };
  const inside =
    typeof content === 'string' ? escapeXml(content, /\r/g) : `\n${content.map(({ xml }) => xml).join('\n')}\n`;
  return { xml: `<${name}${head.join('')}>${inside}</${name}>` };
}
