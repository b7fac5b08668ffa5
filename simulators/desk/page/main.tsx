import { render } from 'preact';
import type { PageData } from '../case-script.ts';
import { App } from './app.tsx';
import { createDeskStore, type DeskStore } from './desk-store.ts';
import { type DriverHooks, driverHooks } from './driver-hooks.ts';
import { listenForShortcuts } from './shortcuts.ts';

declare global {
  var deskbench: DriverHooks | undefined;
}

function start(data: PageData, root: HTMLElement): void {
  const draw = (): void => render(<App page={store.state()} store={store} />, root);
  const store: DeskStore = createDeskStore(data.catalog, data.cases, draw);
  listenForShortcuts(store);
  // What the page said while it waited goes.
  root.replaceChildren();
  draw();
  const [first] = data.cases ?? [];
  if (first) store.show(first.opening.id);
  if (!data.cases) globalThis.deskbench = driverHooks(store, () => render(null, root));
}

const root = document.getElementById('root');
const answer = await fetch('data.json');
if (root && answer.ok) start((await answer.json()) as PageData, root);
