/** The element that a person touches to use a control: the field itself, the button, or the text area. */
export function targetOf(control: Element): Element {
  switch (control.getAttribute('data-kind')) {
    case 'transfer':
    case 'close':
      return control.querySelector('button') ?? control;
    case 'procedure':
    case 'reply':
    case 'submit':
    case 'button':
    case 'result':
      return control;
    default:
      return control.querySelector('input, select, textarea') ?? control;
  }
}

/** Where to press, in CSS pixels of the viewport, and whether a press there would reach the element. */
export type Spot = readonly [x: number, y: number, hit: boolean];

/** The centre of an element and whether it is what lies there. */
export function spotOf(target: Element): Spot {
  const [x, y, sized] = centreOf(target);
  const top = sized ? document.elementFromPoint(x, y) : null;
  return [x, y, top !== null && target.contains(top)];
}

function centreOf(target: Element): Spot {
  const { x, y, width, height } = target.getBoundingClientRect();
  return [x + width / 2, y + height / 2, width > 0 && height > 0];
}

/**
 * The same for many elements, without asking the browser what lies at each point, which costs more
 * than all the rest of a reading: an element counts as hit where its centre lies inside the part of
 * the page that scrolls it and nothing floats above the page.
 */
export function spotsInView(targets: readonly Element[]): Spot[] {
  const floating = document.querySelector(':popover-open') !== null;
  const views = new Map<Element | null, DOMRect>();
  const viewOf = (scroller: Element | null): DOMRect => {
    let view = views.get(scroller);
    if (!view) {
      view = scroller?.getBoundingClientRect() ?? new DOMRect(0, 0, innerWidth, innerHeight);
      views.set(scroller, view);
    }
    return view;
  };
  return targets.map((target) => {
    const [x, y, sized] = centreOf(target);
    const view = viewOf(target.closest('[data-scroll]'));
    return [x, y, sized && !floating && x > view.left && x < view.right && y > view.top && y < view.bottom];
  });
}
