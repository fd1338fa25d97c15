import { hintHere } from '../lib/hint-here.ts'
import { Words } from './words.tsx'

export default function HintHere({ code, text }: { code: string; text: string }) {
  return <Words text={hintHere(code, text)} />
}
