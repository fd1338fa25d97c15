import { Foreign } from '../../ui/foreign.tsx'

/** The first line of a commit's message. */
export const CommitTitle = ({ of: { title } }: { of: { title: string | null } }) =>
  title === null ? 'No commit' : <Foreign text={title} />
