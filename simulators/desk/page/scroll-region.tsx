import type { ComponentChildren, HTMLAttributes, VNode } from 'preact';

interface ScrollProps extends Omit<HTMLAttributes<HTMLElement>, 'class' | 'label'> {
  readonly class: string;
  readonly label: string;
  readonly children: ComponentChildren;
}

/** A part of the page that scrolls on its own, reachable by keyboard. */
export function ScrollRegion({ class: name, label, children, ...rest }: ScrollProps): VNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus, or keys cannot scroll it
    <section {...rest} class={name} aria-label={label} tabIndex={0} data-scroll>
      {children}
    </section>
  );
}
