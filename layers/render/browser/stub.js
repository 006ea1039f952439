// Handed to st.components.v2 as text and sent with every change, so it stays short.
// It runs from a blob address: the real module is found beside Streamlit's own files,
// which also respects a base path. Python replaces MAP_MODULE ("assets/<digest>/map.js").
/** @param {any} component */
export default async (component) => {
  const own = /** @type {any} */ (document.querySelector('script[src*="/static/js/"]'));
  const root = own ? new URL('../../', own.src) : location.origin + '/';
  return (await import(new URL('MAP_MODULE', root).href)).default(component);
};
