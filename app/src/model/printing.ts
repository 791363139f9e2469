/** What is folded on the screen is open on paper, unless it says that it stays folded. */

/** Opens before printing, and folds again afterwards what was folded. */
export function unfoldForPrint(window: Window): void {
  const opened = new Set<HTMLDetailsElement>();
  window.addEventListener('beforeprint', () => {
    for (const details of window.document.querySelectorAll('details')) {
      if (details.open || details.dataset['print'] === 'folded') continue;
      details.open = true;
      opened.add(details);
    }
  });
  window.addEventListener('afterprint', () => {
    for (const details of opened) details.open = false;
    opened.clear();
  });
}
