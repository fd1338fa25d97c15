import { visibleLines } from '../lib/visible.ts'

/** What the server says, with that which stands in backticks there as code. It may quote what others wrote, such as a line of a log. */
export const Words = ({ text }: { text: string }) =>
  visibleLines(text)
    .split(/`([^`]+)`/)
    .map((part, index) =>
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change their order
      index % 2 === 1 ? <code key={index}>{part}</code> : part,
    )
