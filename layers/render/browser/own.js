// Words that Streamlit has in English only, in the reader's language: names that are spoken, hints in fields.

const SPOKEN = ['aria-label', 'placeholder'];
const WHERE = SPOKEN.map((name) => `[${name}]`).join();
const OURS = '.mm, .mr, .md';

/** @type {Record<string, string>} Streamlit's words; a star stands for a name or a number */
let known = {};
/** @type {[string, string, string][]} of those with a star: what stands before and after it, and what is said for it */
let around = [];
/** @type {MutationObserver | null} */
let watched = null;
/** @type {WeakMap<Node, Record<string, [string, string]>>} what stood there, and what was written */
const written = new WeakMap();

/** Says them from now on; called by whatever is on every page. @param {Record<string, string>} words */
export function speak(words) {
  if (JSON.stringify(words) === JSON.stringify(known)) return;
  known = words;
  around = Object.entries(words).filter(([word]) => word.includes('*')).map(([word, said]) => {
    const [before, after] = word.split('*');
    return [before, after, said];
  });
  say(document.body);
  watched ??= new MutationObserver((changes) =>
    changes.forEach(({ type, target, addedNodes }) => (type === 'attributes' ? [target] : addedNodes).forEach(say)));
  watched.observe(document.body, { childList: true, subtree: true, attributeFilter: SPOKEN });
}

/** @param {Node} node */
function say(node) {
  if (!(node instanceof Element) || node.closest(OURS)) return;
  for (const one of [node, ...node.querySelectorAll(WHERE)]) {
    for (const name of SPOKEN) {
      const said = one.getAttribute(name);
      if (said) write(one, name, said, (text) => one.setAttribute(name, text));
    }
  }
  const [text] = node.children.length ? [] : node.childNodes;
  if (text?.nodeValue) write(text, '', text.nodeValue, (words) => (text.nodeValue = words));
}

/**
 * @param {Node} node @param {string} name @param {string} said what stands there
 * @param {(text: string) => void} put
 */
function write(node, name, said, put) {
  const before = written.get(node) ?? {};
  const original = before[name]?.[1] === said ? before[name][0] : said;
  const text = translated(original);
  if (text === said) return;
  written.set(node, { ...before, [name]: [original, text] });
  put(text);
}

/** @param {string} said */
function translated(said) {
  if (Object.hasOwn(known, said)) return known[said];
  const found = around.find(([before, after]) => said.startsWith(before) && said.endsWith(after));
  return found ? found[2].replace('*', () => said.slice(found[0].length, said.length - found[1].length)) : said;
}
