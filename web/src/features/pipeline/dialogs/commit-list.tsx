import type { GitCommit } from '../../../../../src/contract/app.ts'
import { Foreign } from '../../../ui/foreign.tsx'
import { Ago } from '../../../ui/time.tsx'
import { shortCommit } from '../commit-line.tsx'
import './commit-list.css'

/** Commits in the order given. */
export const CommitList = ({ commits }: { commits: readonly GitCommit[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
  <ol className="commits" tabIndex={0} aria-label="Commits, oldest first">
    {commits.map(one => (
      <li key={one.commit}>
        <code title={one.commit}>{shortCommit(one.commit)}</code>
        <span className="commit-title">
          <Foreign text={one.title} />
        </span>
        <span className="quiet">
          <Foreign text={one.author} />, <Ago at={one.at} />
        </span>
      </li>
    ))}
  </ol>
)
