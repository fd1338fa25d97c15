import { Suspense, useEffect, useState } from 'react'
import { part } from '../lib/part.ts'
import type { ToastWords } from './toast-list.tsx'

const ToastList = part(() => import('./toast-list.tsx'))

const waiting: ToastWords[] = []
let wake = () => {}

/** What is said in passing: the answer to an action. */
export const toasts = {
  add(words: ToastWords): void {
    waiting.push(words)
    wake()
  },
}

/** The place where they appear. What shows them is fetched with the first one: most visits say nothing. */
export function Toasts() {
  const [wanted, setWanted] = useState(0)
  useEffect(() => {
    wake = () => setWanted(count => count + 1)
  }, [])
  return <Suspense>{wanted > 0 && <ToastList wanted={wanted} take={() => waiting.splice(0)} />}</Suspense>
}
