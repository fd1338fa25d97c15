import type { EnvironmentStatus } from '../../../../src/contract/app.ts'
import type { OpenDialog } from './dialogs/open-dialog.ts'

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
  const { behind } = to
  const counted = behind !== null && from.live && to.live
  const distance = !counted
    ? null
    : behind > 0
      ? `${commits(behind)} behind`
      : from.live?.commit === to.live?.commit
        ? null
        : 'ahead'
  return (
    <li className="gap">
      {distance ? (
        <button
          type="button"
          className="gap-count"
          onClick={() => onOpen({ dialog: 'compare', environment: from.name })}
          aria-label={`${to.name} is ${distance === 'ahead' ? 'ahead of' : distance} ${from.name}: compare`}
        >
          {distance}
        </button>
      ) : (
        <span className="gap-count quiet">{counted ? 'up to date' : ''}</span>
      )}
      <span className="gap-arrow" aria-hidden="true" />
    </li>
  )
}

export const commits = (count: number): string => `${count} commit${count === 1 ? '' : 's'}`
