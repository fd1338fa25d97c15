import { execFileSync } from 'node:child_process'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { makeRoot } from './image.ts'

/**
 * The socket of an engine that was named for the tests, such as that of a Docker, in the place of a Podman of their own.
 * @param images names and the PATH of each
 */
export async function givenEngine(images: Readonly<Record<string, string>>): Promise<string | undefined> {
  const socketPath = process.env.TRELLIS_TEST_ENGINE
  if (!socketPath) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'trellis-image-'))
  try {
    makeRoot(join(folder, 'root'))
    execFileSync('tar', ['-C', join(folder, 'root'), '-cf', join(folder, 'image.tar'), '.'])
    for (const [name, path] of Object.entries(images)) {
      const [repo = '', tag = ''] = name.split(/:(?=[^/]*$)/)
      const query = new URLSearchParams({ fromSrc: '-', repo, tag, changes: `ENV PATH=${path}` })
      await importImage(socketPath, `/images/create?${query}`, join(folder, 'image.tar'))
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  return socketPath
}

async function importImage(socketPath: string, path: string, file: string): Promise<void> {
  const headers = { 'content-type': 'application/x-tar' }
  const asked = request({ socketPath, path, method: 'POST', headers })
  const answered = new Promise<string>((resolve, reject) => {
    asked.on('response', answer => text(answer).then(resolve, reject)).on('error', reject)
  })
  await pipeline(createReadStream(file), asked)
  const said = await answered
  if (/"error"|"message"/.test(said)) throw new Error(`the engine takes no image: ${said}`)
}
