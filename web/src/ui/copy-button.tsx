import { Button } from './button.tsx'
import { toasts } from './toasts.tsx'

/** Copies a text that is shown once. Where a page came over plain http from elsewhere, no browser lets it, and that is said. */
export const CopyButton = ({ text }: { text: string }) => <Button onClick={() => void copy(text)}>Copy</Button>

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    toasts.add({ title: 'Copied', type: 'good' })
  } catch {
    toasts.add({
      title: 'This browser does not let the page copy',
      description: 'Mark it, and copy it by hand.',
      type: 'bad',
    })
  }
}
