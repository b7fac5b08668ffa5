import type { VNode } from 'preact';
import type { Control } from '../../../harness/contract/control.ts';
import type { DeskStore } from './desk-store.ts';
import { memo } from './memo.ts';
import type { CaseTab } from './page-state.ts';

/** The two ways to end one's work on a case. */
export const CaseEnd = memo<{
  readonly controls: readonly Control[];
  readonly drafts: CaseTab['drafts'];
  readonly store: DeskStore;
}>(({ controls, drafts, store }) =>
  controls.length === 0 ? null : (
    <section class="case-end" aria-label="End of case">
      {controls.map((control) => (
        <Ending key={control.id} control={control} value={drafts[control.id] ?? ''} store={store} />
      ))}
    </section>
  ),
);

function Ending({ control, value, store }: { control: Control; value: string; store: DeskStore }): VNode {
  const end = () => {
    if (value === '') {
      store.edit({ notice: control.kind === 'transfer' ? 'choose a queue first' : 'choose a resolution first' });
      document.getElementById(control.id)?.focus();
    } else if (control.kind === 'transfer') store.attempt({ kind: 'transfer', queue: value });
    else store.attempt({ kind: 'close', resolution: value });
  };
  return (
    <div class="ending" data-control={control.id} data-kind={control.kind} data-target={control.target}>
      <select
        id={control.id}
        aria-label={control.kind === 'transfer' ? 'Queue to transfer to' : 'Resolution'}
        value={value}
        onChange={(event) => store.draft(control.id, event.currentTarget.value)}
      >
        <option value="">{control.kind === 'transfer' ? 'Queue…' : 'Resolution…'}</option>
        {control.options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
      <button type="button" class="quiet" data-act={control.kind} data-label onClick={end}>
        {control.label}
      </button>
    </div>
  );
}
