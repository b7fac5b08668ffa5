import type { VNode } from 'preact';
import { SHORTCUTS } from './shortcuts.ts';

/** The list of shortcuts, as a popover that the browser itself opens and closes. */
export function Help(): VNode {
  return (
    <div class="help">
      <button type="button" class="quiet" popovertarget="help" aria-keyshortcuts="Alt+H">
        Shortcuts
      </button>
      <div id="help" popover="auto" role="dialog" aria-label="Keyboard shortcuts">
        <h2>Keyboard shortcuts</h2>
        <dl>
          {SHORTCUTS.map(({ keys, words }) => (
            <div key={keys}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}
