import type { VNode } from 'preact';
import type { Control } from '../../../harness/contract/control.ts';
import type { DeskStore } from './desk-store.ts';
import { memo } from './memo.ts';
import type { CaseTab } from './page-state.ts';
import { Problem } from './problem.tsx';

/**
 * The ways to end one's work on a case: transfer and close where the desk has them, and on every desk that a
 * person works to be done with the case, which does nothing to it.
 */
export const CaseEndPanel = memo<{
  readonly controls: readonly Control[];
  readonly drafts: CaseTab['drafts'];
  readonly problems: CaseTab['problems'];
  /** Queue or resolution that the copilot would choose, and of which of the two. */
  readonly suggested: { readonly kind: string; readonly option: string } | null;
  readonly store: DeskStore;
}>(({ controls, drafts, problems, suggested, store }) =>
  controls.length === 0 && !store.byHand ? null : (
    <section class="case-end" aria-label="End of case">
      {controls.map((control) => (
        <Ending
          key={control.id}
          control={control}
          value={drafts[control.id] ?? ''}
          suggested={suggested?.kind === control.kind ? suggested.option : null}
          problem={problems[control.id] ?? null}
          store={store}
        />
      ))}
      {store.byHand && (
        <button type="button" class="quiet" data-act="done" onClick={() => store.finish(true)}>
          Done with this case
        </button>
      )}
    </section>
  ),
);

interface EndingProps {
  readonly control: Control;
  readonly value: string;
  readonly suggested: string | null;
  readonly problem: string | null;
  readonly store: DeskStore;
}

function Ending({ control, value, suggested, problem, store }: EndingProps): VNode {
  const transfer = control.kind === 'transfer';
  const end = () => {
    if (value === '') {
      store.edit({ problems: { [control.id]: transfer ? 'Choose a queue first.' : 'Choose a resolution first.' } });
      document.getElementById(control.id)?.focus();
    } else store.attempt(transfer ? { kind: 'transfer', queue: value } : { kind: 'close', resolution: value });
  };
  return (
    <div class="ending" data-control={control.id} data-kind={control.kind} data-target={control.target}>
      <select
        id={control.id}
        aria-label={transfer ? 'Queue to transfer to' : 'Resolution'}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : `${control.id}:problem`}
        value={value}
        onChange={(event) => store.draft(control.id, event.currentTarget.value)}
      >
        <option value="">{suggested ?? (transfer ? 'Queue…' : 'Resolution…')}</option>
        {control.options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
      <button
        type="button"
        class={suggested === null ? 'quiet' : 'quiet suggested'}
        data-act={control.kind}
        data-label
        onClick={end}
      >
        {control.label}
      </button>
      <Problem control={control.id} text={problem} />
    </div>
  );
}
