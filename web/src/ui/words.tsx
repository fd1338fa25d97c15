/** What the server says, with that which stands in backticks there as code. */
export const Words = ({ text }: { text: string }) =>
  text.split(/`([^`]+)`/).map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change their order
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  )
