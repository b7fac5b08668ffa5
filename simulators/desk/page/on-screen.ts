import { useEffect, useLayoutEffect, useState } from 'preact/hooks';

/** How long a thing must have been on screen before a key may act on it: nobody reads faster. */
export const READING_MS = 300;

/** Whether the component has been on screen for as long as a person needs to see it. A hidden page does not count. */
export function useReadable(): boolean {
  const [readable, setReadable] = useState(false);
  useEffect(() => {
    let timer = 0;
    // A page that is not shown paints no frame, so that its time begins when it is.
    const frame = requestAnimationFrame(() => {
      timer = window.setTimeout(() => setReadable(true), READING_MS);
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return readable;
}

/** The parts of the preview that have not been on screen yet, from edge to edge; the page is watched for as long as there are any. */
export function useUnseenPreviews(): readonly Element[] {
  const [unseen, setUnseen] = useState<readonly Element[]>([]);
  useLayoutEffect(() => {
    const seen = new WeakMap<Element, Edges>();
    const look = () => {
      const left = [...document.querySelectorAll('[data-preview]')].filter((part) => !isSeen(part, seen));
      setUnseen((before) =>
        before.length === left.length && before.every((part, i) => part === left[i]) ? before : left,
      );
    };
    look();
    const resized = new ResizeObserver(look);
    resized.observe(document.documentElement);
    for (const part of document.querySelectorAll('[data-preview]')) resized.observe(part);
    document.addEventListener('scroll', look, { capture: true, passive: true });
    return () => {
      resized.disconnect();
      document.removeEventListener('scroll', look, { capture: true });
    };
  }, []);
  return unseen;
}

interface Edges {
  top: boolean;
  bottom: boolean;
}

function isSeen(part: Element, seen: WeakMap<Element, Edges>): boolean {
  const edges = seen.get(part) ?? { top: false, bottom: false };
  seen.set(part, edges);
  if (edges.top && edges.bottom) return true;
  const { top, bottom, left, right } = part.getBoundingClientRect();
  const view = clipOf(part);
  const wide = left >= view.left - 1 && right <= view.right + 1;
  const inView = (y: number) => wide && y >= view.top - 1 && y <= view.bottom + 1;
  edges.top ||= inView(top);
  edges.bottom ||= inView(bottom);
  return edges.top && edges.bottom;
}

/** The part of the window in which an element can be seen: everything around it that scrolls or cuts has its say. */
function clipOf(part: Element): DOMRect {
  let [left, top, right, bottom] = [0, 0, innerWidth, innerHeight];
  for (let around = part.parentElement; around; around = around.parentElement) {
    if (getComputedStyle(around).overflow === 'visible' || around === document.documentElement) continue;
    const box = around.getBoundingClientRect();
    left = Math.max(left, box.left);
    top = Math.max(top, box.top);
    right = Math.min(right, box.right);
    bottom = Math.min(bottom, box.bottom);
  }
  const bar = document.querySelector('[data-part=copilot]');
  if (bar && getComputedStyle(bar).position === 'sticky') bottom = Math.min(bottom, bar.getBoundingClientRect().top);
  return new DOMRect(left, top, right - left, bottom - top);
}
