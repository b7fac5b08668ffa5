import type { VNode } from 'preact';

/** What is wrong with what a control holds, in words beside it; the control names it by `CONTROL:problem`. */
export function Problem({ control, text }: { control: string; text: string | null }): VNode | null {
  return text === null ? null : (
    <p class="problem" id={`${control}:problem`} role="alert">
      {text}
    </p>
  );
}
