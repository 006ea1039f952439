// Facts that are fetched when a reader opens them. Without this, or with no network, a link is there that
// leads to the same as a page of its own.

let wanted = false; // whether the reader had them open last: those of the next area open too

/** Fetches what is opened within an element, now and later. @param {HTMLElement} host */
export function answer(host) {
  host.addEventListener('toggle', (event) => {
    const section = /** @type {HTMLDetailsElement} */ (event.target);
    if (!section.matches('.mm-ask')) return;
    wanted = section.open;
    if (section.open) fill(section);
  }, true); // the event does not rise
}

/** Opens in new facts what was open in those before. @param {HTMLElement} host */
export function reopen(host) {
  if (wanted) for (const section of host.querySelectorAll('.mm-ask')) section.setAttribute('open', '');
}

/** @param {HTMLDetailsElement} section */
async function fill(section) {
  const link = section.querySelector('.mm-asked a');
  if (!link || section.dataset.asked) return;
  section.dataset.asked = 'yes';
  try {
    const response = await fetch(/** @type {HTMLAnchorElement} */ (link).href);
    if (!response.ok) throw new Error(String(response.status));
    const found = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('.ma');
    if (found) link.closest('.mm-asked')?.replaceWith(found);
  } catch {
    delete section.dataset.asked; // the link stays
  }
}
