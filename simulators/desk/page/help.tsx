import type { VNode } from 'preact';
import { SHORTCUTS, singleKeysOn, switchSingleKeys } from './shortcuts.ts';

/** The list of shortcuts, as a popover that the browser itself opens and closes, and the switch for single keys. */
export function Help(): VNode {
  return (
    <div class="help">
      <button type="button" class="quiet" popovertarget="help" aria-keyshortcuts="?">
        Shortcuts
      </button>
      <div id="help" popover="auto" role="dialog" aria-label="Keyboard shortcuts">
        <h2>Keyboard shortcuts</h2>
        <label class="option">
          <input
            type="checkbox"
            defaultChecked={singleKeysOn()}
            onChange={(event) => switchSingleKeys(event.currentTarget.checked)}
          />
          Single keys act where nothing is typed
        </label>
        <dl>
          {SHORTCUTS.map(({ shown, words }) => (
            <div key={shown}>
              <dt>
                <kbd>{shown}</kbd>
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}
