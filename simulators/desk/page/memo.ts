import type { Component, FunctionComponent, VNode } from 'preact';

/** A component that renders again only when one of its properties is another object or value. */
export function memo<P extends object>(render: (props: P) => VNode | null): FunctionComponent<P> {
  function Memo(this: Component<P>, props: P): VNode | null {
    this.shouldComponentUpdate = (next) => differs(this.props, next);
    return render(props);
  }
  return Memo as FunctionComponent<P>;
}

function differs(before: object, after: object): boolean {
  const old = before as Record<string, unknown>;
  const fresh = after as Record<string, unknown>;
  const keys = Object.keys(fresh);
  return keys.length !== Object.keys(old).length || keys.some((key) => old[key] !== fresh[key]);
}
