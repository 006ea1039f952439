// Words and elements: building the page without HTML strings, folding and formatting.

/**
 * An element with attributes and children. Text is always text, never markup: names come
 * from files that somebody sent.
 * @param {string} tag
 * @param {Record<string, any>} [attributes] `on…` functions become listeners; null is left out.
 * @param {...(Node | string | null | undefined)} children
 * @returns {any}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value);
  }
  for (const child of children) if (child !== null && child !== undefined) element.append(child);
  return element;
}

/**
 * Says the language of the page, for which Streamlit says "en", and of elements. What said so already is
 * not touched: Chromium would style all that is in it anew.
 * @param {string} lang
 * @param {...HTMLElement} elements
 */
export function inLanguage(lang, ...elements) {
  for (const one of [document.documentElement, ...elements]) if (one.lang !== lang) one.lang = lang;
}

/**
 * A name without what people write differently: accents, case, hyphens, apostrophes.
 * @param {string} text
 */
export function fold(text) {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * The name of a feature in a language.
 * @param {any} properties
 * @param {string} lang
 * @returns {string}
 */
export function nameIn(properties, lang) {
  return properties[lang] ?? properties.fr ?? properties.en ?? '';
}

/**
 * What is said of one area, the same in the tooltip, the table and the label.
 * @param {import('./payload.js').Payload} data
 * @returns {(index: number) => {figure: string | null, note: string}}
 */
export function facts(data) {
  const number = new Intl.NumberFormat(data.lang, data.format ?? { maximumFractionDigits: 1 });
  return (index) => {
    const value = data.values[index] ?? null;
    return {
      figure: value === null ? null : number.format(value),
      note: data.said?.[data.notes?.[index] ?? -1] ?? '',
    };
  };
}

/**
 * A figure with its unit, which is in the plural: *12 personnes*, but *personnes : 1*.
 * @param {string} figure @param {number} value @param {{lang: string, unit: string}} data
 */
export function counted(figure, value, { lang, unit }) {
  if (new Intl.PluralRules(lang).select(Math.abs(value)) !== 'one') return `${figure} ${unit}`;
  return `${unit}${lang === 'fr' ? '\u00a0' : ''}: ${figure}`;
}
