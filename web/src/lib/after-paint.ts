/** Does what takes a while once the answer to a click is seen: the button that was pressed, the menu that closed. */
export function afterPaint(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work))
}
