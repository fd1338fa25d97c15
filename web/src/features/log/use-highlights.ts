import { type RefObject, useEffect } from 'react'

const name = 'log-search'

/** Marks what is searched for in the rows that are seen, without touching what they hold. */
export function useHighlights(box: RefObject<HTMLElement | null>, query: string, version: number): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` tells that other rows are there
  useEffect(() => {
    if (!('highlights' in CSS) || !box.current) return
    const ranges = query === '' ? [] : rangesIn(box.current, query)
    CSS.highlights.set(name, new Highlight(...ranges))
    return () => void CSS.highlights.delete(name)
  }, [box, query, version])
}

function rangesIn(root: HTMLElement, query: string): Range[] {
  const exact = query !== query.toLowerCase()
  const ranges: Range[] = []
  for (const row of root.querySelectorAll('.log-text')) {
    const texts = document.createTreeWalker(row, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const text = exact ? (node.nodeValue ?? '') : (node.nodeValue ?? '').toLowerCase()
      for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) {
        const range = new Range()
        range.setStart(node, at)
        range.setEnd(node, at + query.length)
        ranges.push(range)
      }
    }
  }
  return ranges
}
