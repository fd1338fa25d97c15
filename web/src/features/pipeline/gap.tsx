import type { EnvironmentStatus } from '../../../../src/contract/app.ts'
import type { OpenDialog } from './dialogs/open-dialog.ts'
import { distanceOf } from './distance.ts'

/** Between two cards: how far the right one is behind the left one. */
export function Gap({
  from,
  to,
  onOpen,
}: {
  from: EnvironmentStatus
  to: EnvironmentStatus
  onOpen: (open: OpenDialog) => void
}) {
  const counted = to.behind !== null && from.live && to.live
  const distance = counted ? distanceOf(to) : null
  return (
    <li className="gap">
      {distance ? (
        <button
          type="button"
          className="gap-count"
          onClick={() => onOpen({ dialog: 'compare', environment: from.name })}
          aria-label={`${to.name} is ${distance.said} ${from.name}: compare`}
        >
          {distance.short}
        </button>
      ) : (
        <span className="gap-count quiet">{counted ? 'up to date' : ''}</span>
      )}
      <span className="gap-arrow" aria-hidden="true" />
    </li>
  )
}
