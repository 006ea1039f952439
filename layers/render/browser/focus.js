// Streamlit disables a button while it makes the file, and whatever is disabled loses the focus: without it
// Escape closes no dialog, and the keyboard begins again at the top of the page. The focus is kept here.

const MAKING = '[data-testid="stDownloadButton"] button';

document.addEventListener('click', ({ target }) => {
  const button = /** @type {HTMLButtonElement | null} */ (/** @type {Element} */ (target).closest?.(MAKING));
  if (!button) return;
  const dialog = /** @type {HTMLElement | null} */ (button.closest('[role="dialog"]'));
  const watched = new MutationObserver(() => {
    const nowhere = [document.body, button, dialog].includes(/** @type {HTMLElement} */ (document.activeElement));
    if (nowhere) (button.disabled ? dialog : button)?.focus({ preventScroll: true });
    if (!button.disabled) watched.disconnect();
  });
  watched.observe(button, { attributeFilter: ['disabled'] });
}, { capture: true });
