import { visible } from '../lib/visible.ts'

/** Words of elsewhere, such as a commit's title: they turn none of those beside them, and nothing in them is hidden. */
export const Foreign = ({ text }: { text: string }) => <bdi>{visible(text)}</bdi>
