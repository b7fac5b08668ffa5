/**
 * Waits until the page's elements show that many actions. Input that is underway when this is called
 * lands in the meantime; where it never does, the wait ends when patience is over.
 */
export async function actionsShown(wish: { readonly actionCount: number; readonly patienceMs: number }): Promise<void> {
  const shown = () =>
    document.querySelector('[data-part=timeline]')?.getAttribute('data-count') === String(wish.actionCount);
  if (shown()) return;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      observer.disconnect();
      resolve();
    };
    const observer = new MutationObserver(() => {
      if (shown()) end();
    });
    const timer = setTimeout(end, wish.patienceMs);
    observer.observe(document, { subtree: true, attributes: true, attributeFilter: ['data-count'] });
  });
}
