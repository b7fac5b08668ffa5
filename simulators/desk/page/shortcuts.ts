import type { DeskStore } from './desk-store.ts';

interface Shortcut {
  /** As `KeyboardEvent.key` gives it, letters small; null where an element of its own listens. */
  readonly key: string | null;
  readonly shown: string;
  readonly words: string;
  readonly run: (store: DeskStore, key: string) => void;
}

function focusOn(selector: string): void {
  const element = document.querySelector(selector);
  if (element instanceof HTMLElement) element.focus();
}

function press(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.click();
}

const nothing = () => {};

/** Keys that act by themselves wherever nothing is being typed. */
const SINGLE_KEYS: readonly Shortcut[] = [
  { key: 'a', shown: 'A', words: 'Accept the suggestion', run: () => press('[data-act=accept]') },
  { key: 'c', shown: 'C', words: 'Correct the suggestion', run: () => press('[data-act=correct]') },
  { key: '/', shown: '/', words: 'Search procedures', run: () => focusOn('#procedure-search') },
  { key: 'f', shown: 'F', words: 'First field of the form', run: () => focusOn('.fields :is(input,select,textarea)') },
  { key: 'm', shown: 'M', words: 'Write a message', run: () => focusOn('#compose') },
  { key: 'r', shown: 'R', words: 'Replies', run: () => focusOn('.replies button') },
  { key: 'e', shown: 'E', words: 'End of the case', run: () => focusOn('.case-end :is(select,button)') },
  { key: 'q', shown: 'Q', words: 'Case queue', run: showQueue },
  { key: 'n', shown: 'N', words: 'Next case that waits', run: (store) => store.byHand && store.showNext() },
  {
    key: 't',
    shown: 'T',
    words: 'Open cases (← → to move, Delete to put aside)',
    run: () => focusOn('[role=tab][aria-selected=true]'),
  },
  { key: '?', shown: '?', words: 'This list', run: () => document.getElementById('help')?.togglePopover() },
];

const REPLIES: Shortcut = {
  key: null,
  shown: '1 – 9',
  words: 'Take a reply, counted from the top',
  run: (_, key) => document.querySelectorAll<HTMLElement>('.replies button')[Number(key) - 1]?.click(),
};

/** Every shortcut of the page, as the help lists them. */
export const SHORTCUTS: readonly Shortcut[] = [
  ...SINGLE_KEYS.slice(0, 6),
  REPLIES,
  ...SINGLE_KEYS.slice(6),
  { key: null, shown: 'Ctrl+Enter', words: 'Accept the suggestion, also while typing', run: nothing },
  { key: null, shown: 'Esc', words: 'Leave the field (in a message: select all of it first)', run: nothing },
  { key: null, shown: 'Enter', words: 'Send the message (Shift+Enter: new line)', run: nothing },
  { key: null, shown: 'Tab', words: 'In a message: the next slot to fill in', run: nothing },
];

function showQueue(store: DeskStore): void {
  store.drawQueue(true);
  focusOn('.queue-item[aria-current=true], .queue-item');
}

const STORED = 'deskbench.single-keys';

/** Whether single keys act. A person can switch them off: speech input and shaking hands press keys by the way. */
export function singleKeysOn(): boolean {
  return localStorage.getItem(STORED) !== 'off';
}

export function switchSingleKeys(on: boolean): void {
  localStorage.setItem(STORED, on ? 'on' : 'off');
}

/** Listens for the shortcuts, once for the life of the page. A key that is held down acts once. */
export function listenForShortcuts(store: DeskStore): void {
  document.addEventListener('keydown', stopRepeats, { capture: true });
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.repeat || event.altKey) return;
    const { target } = event;
    const typing = target instanceof Element && isTypedInto(target);
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      press('[data-act=accept]');
    } else if (typing) {
      if (event.key === 'Escape') focusOn('#case');
    } else if (singleKeysOn() && (event.key === '?' || !document.querySelector(':popover-open'))) {
      runSingleKey(event, store);
    }
  });
}

function runSingleKey(event: KeyboardEvent, store: DeskStore): void {
  const key = event.key.toLowerCase();
  const shortcut = /^[1-9]$/.test(key) ? REPLIES : SINGLE_KEYS.find((candidate) => candidate.key === key);
  if (!shortcut) return;
  event.preventDefault();
  shortcut.run(store, key);
}

/** Enter and Delete act on what has the focus: held down, they would send, submit or put aside again and again. */
function stopRepeats(event: KeyboardEvent): void {
  const line = event.target instanceof HTMLTextAreaElement && event.shiftKey;
  const typedIn = event.target instanceof Element && isTypedInto(event.target);
  if (!event.repeat || (event.key !== 'Enter' && (event.key !== 'Delete' || typedIn)) || line) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Whether keys go into the element as text or choose among its options. */
function isTypedInto(element: Element): boolean {
  return element.matches('textarea, select, input:not([type=checkbox], [type=radio])');
}
