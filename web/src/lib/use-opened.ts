import { useNavigate, useSearch } from '@tanstack/react-router'

/**
 * Which dialog of a page stands open, as its address says: it can be shared, going back closes it, and going back later does not
 * open it again.
 */
export function useOpened(): [opened: string | undefined, open: (dialog: string | undefined) => void] {
  const navigate = useNavigate()
  const opened = useSearch({ strict: false, select: ({ dialog }) => dialog })
  const open = (dialog: string | undefined) =>
    void navigate({
      to: '.',
      search: ({ dialog: _, ...others }) => ({ ...others, ...(dialog ? { dialog } : {}) }),
      replace: !dialog,
      resetScroll: false,
    })
  return [opened, open]
}
