import { type RefObject, useLayoutEffect } from 'react'

/** Whether what had the focus went away together with the page or the dialog around it. */
let lost = false

/** A page whose heading takes the focus that would be nowhere: keys and screen readers go on from there. */
export function useHeldFocus(page: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = page.current
    if (lost) focusHeading()
    lost = false
    return () => {
      lost ||= element?.contains(document.activeElement) ?? false
    }
  }, [page])
}

/** A dialog: whatever opened it gets the focus back, unless that is gone, such as an action that was done, or the palette. */
export function useReturnedFocus(): void {
  useLayoutEffect(
    () => () => {
      lost = true
      setTimeout(focusHeading)
    },
    [],
  )
}

function focusHeading(): void {
  lost = false
  const { activeElement, body } = document
  if (activeElement !== null && activeElement !== body) return
  document.querySelector<HTMLElement>('#content h1')?.focus({ preventScroll: true })
}
