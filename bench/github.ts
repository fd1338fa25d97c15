import { GitHub } from '../tests/support/github/github.ts'

/** A GitHub in a process of its own, so that what it does is not measured along. Told by messages what it has. */
export type ToGitHub = { kind: 'repository'; name: string; folder: string } | { kind: 'secret' }
export type FromGitHub =
  | { kind: 'ready'; url: string }
  | { kind: 'repository'; id: number }
  | { kind: 'secret'; secret: string }

const github = await GitHub.start()
github.install()
const tell = (message: FromGitHub) => process.send?.(message)
process.on('message', (message: ToGitHub) => {
  if (message.kind === 'repository') {
    const { id } = github.addRepository({ name: message.name, folder: message.folder })
    tell({ kind: 'repository', id })
    return
  }
  tell({ kind: 'secret', secret: [...github.state.apps.values()].at(-1)?.webhookSecret ?? '' })
})
process.on('disconnect', () => process.exit())
tell({ kind: 'ready', url: github.url })
