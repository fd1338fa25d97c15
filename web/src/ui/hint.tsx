import { Suspense } from 'react'
import { part } from '../lib/part.ts'
import { isForTerminals } from '../lib/speaks-of-commands.ts'
import { Words } from './words.tsx'

const HintHere = part(() => import('./hint-here.tsx'))

/** How to mend what went wrong. The server's words for a command line are put into others, which are fetched when there are any. */
export const Hint = ({ code, text }: { code: string; text: string }) =>
  isForTerminals(text) ? (
    <Suspense>
      <HintHere code={code} text={text} />
    </Suspense>
  ) : (
    <Words text={text} />
  )
