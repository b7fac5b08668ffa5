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
  const box = target.getBoundingClientRect();
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const top = box.width > 0 && box.height > 0 ? document.elementFromPoint(x, y) : null;
  return [x, y, top !== null && target.contains(top)];
}
