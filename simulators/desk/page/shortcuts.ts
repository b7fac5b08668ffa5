import { accept, correct } from './copilot-bar.tsx';
import type { DeskStore } from './desk-store.ts';

interface Shortcut {
  readonly keys: string;
  readonly words: string;
  /** Key code with Alt; null where an element of its own listens. */
  readonly code: string | null;
  readonly run: (store: DeskStore) => void;
}

function focusOn(selector: string): void {
  const element = document.querySelector(selector);
  if (element instanceof HTMLElement) element.focus();
}

const nothing = () => {};

/** Every shortcut of the page, as the help lists them. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: 'Alt+A', words: 'Accept the suggestion', code: 'KeyA', run: accept },
  { keys: 'Alt+C', words: 'Correct the suggestion', code: 'KeyC', run: correct },
  { keys: 'Alt+P', words: 'Search procedures', code: 'KeyP', run: () => focusOn('#procedure-search') },
  {
    keys: 'Alt+F',
    words: 'First field of the form',
    code: 'KeyF',
    run: () => focusOn('.fields :is(input,select,textarea)'),
  },
  { keys: 'Alt+R', words: 'Replies', code: 'KeyR', run: () => focusOn('.replies button') },
  { keys: 'Alt+M', words: 'Write a message', code: 'KeyM', run: () => focusOn('#compose') },
  { keys: 'Enter', words: 'Send the message (Shift+Enter: new line)', code: null, run: nothing },
  { keys: 'Esc', words: 'Select the whole message', code: null, run: nothing },
  { keys: 'Alt+E', words: 'Transfer or close', code: 'KeyE', run: () => focusOn('.case-end select') },
  { keys: 'Alt+Q', words: 'Case queue', code: 'KeyQ', run: () => focusOn('.queue-item') },
  {
    keys: 'Alt+T',
    words: 'Open cases (← → to move, Delete to put aside)',
    code: 'KeyT',
    run: () => focusOn('[role=tab][aria-selected=true]'),
  },
  { keys: 'Alt+H', words: 'This list', code: 'KeyH', run: () => document.getElementById('help')?.togglePopover() },
];

/** Listens for the shortcuts, once for the life of the page. */
export function listenForShortcuts(store: DeskStore): void {
  document.addEventListener('keydown', (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const shortcut = SHORTCUTS.find(({ code }) => code === event.code);
    if (!shortcut) return;
    event.preventDefault();
    shortcut.run(store);
  });
}
