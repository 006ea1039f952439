// What Python sends once and then only names: long parts of a payload, kept by number.

let token = '';
/** @type {Map<string, any>} */
let kept = new Map();

/**
 * Gives a payload with all its parts to `then`. Where one is lacking, because a payload was overtaken
 * before it came here, Python is asked to send everything again.
 * @template T
 * @param {T | {once: string, parts: Record<string, any>, data: Record<string, any>}} sent or, of maps in
 *   a component that did this for them, the payload itself
 * @param {(event: any, value: string) => void} tell
 * @param {(whole: T) => void} then
 */
export function whole(sent, tell, then) {
  const { once, parts, data } = /** @type {any} */ (sent);
  if (!once) return then(/** @type {T} */ (sent));
  if (once !== token) [token, kept] = [once, new Map()];
  for (const number in parts) kept.set(number, parts[number]);
  let lacking = false;
  const part = (/** @type {any} */ value) => {
    const number = value?.part;
    if (number === undefined) return value;
    lacking ||= !kept.has(String(number));
    return kept.get(String(number));
  };
  const all = Object.entries(data).map(([name, value]) => [name, Array.isArray(value) ? value.map(part) : part(value)]);
  if (lacking) tell('lack', once);
  else then(Object.fromEntries(all));
}
