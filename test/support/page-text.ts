/**
 * A script to be called with a document: all that can be seen of it as text. Elements with their attributes, what was typed
 * and scrolled, the rules of their style sheets, and shadow roots.
 */
export const PAGE_TEXT = `(page) => {
  const rulesOf = (sheet) => [...sheet.cssRules].map(({ cssText }) => cssText).join(' ')
  const textOf = (node) => {
    if (node.nodeType === 3) return JSON.stringify(node.data)
    const own = [...(node.attributes ?? [])].map(({ name, value }) => name + '=' + value).sort()
    const state = ['value', ...(node.nodeName === 'INPUT' ? ['checked'] : []), 'open', 'scrollTop', 'scrollLeft']
      .filter((name) => node[name] !== undefined)
      .map((name) => name + ':' + node[name])
    const sheets = [...(node.adoptedStyleSheets ?? []), ...(node.sheet ? [node.sheet] : [])].map(rulesOf)
    const inside = [...(node.shadowRoot ? [node.shadowRoot] : []), ...node.childNodes].map(textOf)
    return [node.nodeName, ...own, ...state, ...sheets, ...inside.join('\\n').split('\\n').map((line) => '  ' + line)].join('\\n')
  }
  return page.defaultView.innerWidth + '\\n' + textOf(page)
}`
