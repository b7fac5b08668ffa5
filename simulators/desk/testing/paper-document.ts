/** A document without a browser, just enough for the page to be drawn on, read and used by hand. */

type Listener = (this: PaperNode, event: object) => void;

/** An element, or a text where it has no name. */
class PaperNode {
  readonly localName: string | null;
  readonly nodeType: number;
  readonly namespaceURI = 'http://www.w3.org/1999/xhtml';
  readonly childNodes: PaperNode[] = [];
  readonly attributes: { readonly name: string; readonly value: string }[] = [];
  readonly style = {};
  parentNode: PaperNode | null = null;
  data: string;
  readonly #listeners = new Map<string, Listener>();

  constructor(localName: string | null, data = '') {
    this.localName = localName;
    this.nodeType = localName === null ? 3 : 1;
    this.data = data;
  }

  get firstChild(): PaperNode | null {
    return this.childNodes[0] ?? null;
  }

  get nextSibling(): PaperNode | null {
    const beside = this.parentNode?.childNodes ?? [];
    return beside[beside.indexOf(this) + 1] ?? null;
  }

  get ownerDocument() {
    return paperDocument;
  }

  contains(other: PaperNode | null): boolean {
    return other !== null && (other === this || this.contains(other.parentNode));
  }

  insertBefore(child: PaperNode, next: PaperNode | null): PaperNode {
    child.remove();
    const at = next === null ? -1 : this.childNodes.indexOf(next);
    this.childNodes.splice(at < 0 ? this.childNodes.length : at, 0, child);
    child.parentNode = this;
    return child;
  }

  appendChild(child: PaperNode): PaperNode {
    return this.insertBefore(child, null);
  }

  remove(): void {
    const beside = this.parentNode?.childNodes;
    beside?.splice(beside.indexOf(this), 1);
    this.parentNode = null;
  }

  removeChild(child: PaperNode): void {
    child.remove();
  }

  setAttribute(name: string, value: unknown): void {
    this.removeAttribute(name);
    this.attributes.push({ name, value: String(value) });
  }

  removeAttribute(name: string): void {
    const at = this.attributes.findIndex((one) => one.name === name);
    if (at >= 0) this.attributes.splice(at, 1);
  }

  getAttribute(name: string): string | null {
    return this.attributes.find((one) => one.name === name)?.value ?? null;
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, listener);
  }

  removeEventListener(type: string): void {
    this.#listeners.delete(type);
  }

  /** What a person does to it: the listener hears of it, with the element as it then is. */
  hear(type: string, more: object = {}): void {
    const event = {
      type,
      target: this,
      currentTarget: this,
      preventDefault: () => {},
      stopPropagation: () => {},
      ...more,
    };
    this.#listeners.get(type)?.call(this, event);
  }

  /** This element and all within, in the order of the page. */
  *all(): Generator<PaperNode> {
    yield this;
    for (const child of this.childNodes) yield* child.all();
  }

  /** All that it says, hidden parts aside. */
  get words(): string {
    if (this.localName === null) return String(this.data);
    if (this.getAttribute('hidden') !== null) return '';
    return this.childNodes.map((child) => child.words).join('');
  }
}

const paperDocument = {
  documentElement: new PaperNode('html'),
  activeElement: null,
  createElement: (name: string) => new PaperNode(name),
  createElementNS: (_: string, name: string) => new PaperNode(name),
  createTextNode: (data: string) => new PaperNode(null, data),
  addEventListener: () => {},
  removeEventListener: () => {},
  getElementById: () => null,
  querySelector: () => null,
  querySelectorAll: () => [],
};

export type { PaperNode };

/** Does at once what a browser does later. */
function atOnce(run: () => void): number {
  run();
  return 0;
}

/** What the page asks of a window. */
export const PAPER_GLOBALS = {
  document: paperDocument,
  window: { setTimeout: atOnce },
  HTMLElement: class {},
  HTMLTextAreaElement: class {},
  HTMLInputElement: class {},
  CSS: { escape: (text: string) => text },
  localStorage: { getItem: () => null, setItem: () => {} },
  ResizeObserver: class {
    observe() {}
    disconnect() {}
  },
  requestAnimationFrame: atOnce,
  cancelAnimationFrame: () => {},
};

/** An element to draw on. */
export const paperRoot = (): PaperNode => new PaperNode('div');

/** Elements that stand on a line of their own. */
const LINES = new Set([
  'p',
  'li',
  'button',
  'h1',
  'h2',
  'h3',
  'label',
  'legend',
  'dt',
  'dd',
  'option',
  'textarea',
  'input',
]);
const NAMING = [
  'aria-label',
  'title',
  'placeholder',
  'aria-keyshortcuts',
  'value',
  'checked',
  'aria-pressed',
  'aria-current',
];

/** What the page says, a line for each part, with what is said of a part in brackets. */
export function pageLines(root: PaperNode): string[] {
  const lines: string[] = [];
  const visit = (node: PaperNode): void => {
    if (node.getAttribute('hidden') === 'true' || node.getAttribute('hidden') === '') return;
    const named = NAMING.flatMap((name) => {
      const value = node.getAttribute(name);
      return value === null || value === 'false' ? [] : [`${name}=${value}`];
    });
    const words =
      LINES.has(node.localName ?? '') && ![...node.all()].slice(1).some(({ localName }) => LINES.has(localName ?? ''));
    const text = words ? node.words.replace(/\s+/g, ' ').trim() : '';
    if (words ? text !== '' || named.length > 0 : named.length > 0)
      lines.push([node.localName, text, named.length > 0 ? `[${named.join(', ')}]` : ''].filter(Boolean).join(' '));
    if (node.localName === null && !words && node.words.trim() !== '') lines.push(node.words.trim());
    if (!words) for (const child of node.childNodes) visit(child);
  };
  visit(root);
  return lines;
}
