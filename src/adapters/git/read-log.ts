import type { GitCommit } from '../../contract/app.ts'

/** Four fields a commit, each ended by NUL: the one byte that git lets into neither names nor titles. */
const fields = '%H%x00%ct%x00%an%x00%s'
const plain = ['-z', '--encoding=UTF-8', '--no-show-signature', '--no-color']
export const logFormat = [...plain, `--format=${fields}`]
/** With a fifth one: the whole message. */
export const commitFormat = [...plain, `--format=${fields}%x00%B`]

/** The last second that ISO 8601 writes with a year of four digits; git allows later ones. */
const lastInstant = 253_402_300_799
const titleLimit = 300
const messageLimit = 64 * 1024

/** Reads what `git log` with `logFormat` answers. */
export function readLog(answer: string): GitCommit[] {
  const parts = answer.split('\0')
  const commits: GitCommit[] = []
  for (let at = 0; at + 3 < parts.length; at += 4) {
    const [commit = '', seconds = '', author = '', title = ''] = parts.slice(at, at + 4)
    commits.push(cleanCommit({ commit, seconds: Number(seconds), author, title }))
  }
  return commits
}

/** Reads what `git log` with `commitFormat` answers for one commit. */
export function readCommit(answer: string): (GitCommit & { message: string }) | null {
  const [commit] = readLog(answer)
  const message = answer.split('\0')[4]
  return commit ? { ...commit, message: cleanMessage(message ?? commit.title) } : null
}

/** What somebody wrote into a commit, fit to be shown. */
export const cleanCommit = (raw: { commit: string; seconds: number; author: string; title: string }): GitCommit => ({
  commit: raw.commit,
  title: oneLine(raw.title),
  author: oneLine(raw.author),
  at: instant(raw.seconds),
})

export const cleanMessage = (message: string): string => message.slice(0, messageLimit)

function instant(seconds: number): string {
  const sane = Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), lastInstant) : 0
  return new Date(sane * 1000).toISOString()
}

/** Titles end on terminals: no escape sequences, and not a whole novel. */
function oneLine(text: string): string {
  const plain = text.replace(/\p{Cc}+/gu, ' ').trim()
  return plain.length > titleLimit ? `${plain.slice(0, titleLimit - 1)}…` : plain
}
