import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdirSync, openSync, rmSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

/** Named pipes between a container and the runner: what goes through them passes by no engine, and none of it is lost. */
export interface Pipes {
  readonly folder: string
  readonly stdout: Readable
  readonly stderr: Readable
  /** To the first process of the container. It reads for as long as this end is open, and ends when its runner dies. */
  send(order: string): void
  /** What the first process has to tell when it ends, after the word that only it knows; one that was killed says nothing. */
  readonly ending: Promise<string>
  /** Nobody is going to write any more, nor may ever have begun to: whoever reads what came is told of the end. */
  end(): void
  close(): void
}

const mostToTell = 4_096

export function makePipes(folder: string, word: string): Pipes {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const paths = ['order', 'out', 'err', 'end'].map(name => join(folder, name))
  // Node cannot make them.
  execFileSync('mkfifo', ['-m', '600', ...paths])
  const [orders = '', out = '', err = '', last = ''] = paths
  const order = new Socket({ fd: openSync(orders, constants.O_RDWR | constants.O_NONBLOCK), readable: false })
  // Held open for writing as well: a step may open it, too, and at the end of the last who did nothing more would be read.
  const ending = new Socket({ fd: openSync(last, constants.O_RDWR | constants.O_NONBLOCK), writable: false })
  // The container may be gone before it has read all of it; its exit tells.
  order.on('error', () => {})
  return {
    folder,
    stdout: readerOf(out),
    stderr: readerOf(err),
    send: text => order.write(text),
    ending: new Promise(resolve => {
      let said = ''
      ending.on('data', more => {
        said = `${said}${more}`.slice(-mostToTell)
        const told = said.split(`${word} `)[1]
        if (told?.includes('\n')) resolve(told.trim())
      })
    }),
    end() {
      for (const path of [out, err]) endOf(path)
    },
    close() {
      order.destroy()
      ending.destroy()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Opened before anybody writes, and ends when the last who did has closed it. */
const readerOf = (path: string): Socket =>
  new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), writable: false })

function endOf(path: string): void {
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK))
  } catch {
    // Nobody reads any more.
  }
}
