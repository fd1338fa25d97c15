import { type Client, createClient } from '../client/client.ts'
import { type Connection, findServer, resolveHome } from './connection.ts'
import { done } from './exit-code.ts'
import { Terminal } from './terminal.ts'
import type { World } from './world.ts'

export interface CommonOptions {
  json?: boolean
  home?: string
}

/** What every command gets: the terminal, the server, the outside. */
export class Shell {
  readonly world: World
  exitCode: number = done
  #common: CommonOptions = {}
  #terminal: Terminal | null = null
  #connection: Connection | null = null
  #client: Client | null = null

  constructor(world: World) {
    this.world = world
  }

  /** Called once, when the command line was read. */
  use(common: CommonOptions): void {
    this.#common = common
    this.#terminal = null
  }

  get terminal(): Terminal {
    const { output, errors } = this.world
    this.#terminal ??= new Terminal({ out: output, err: errors }, this.#common.json === true)
    return this.#terminal
  }

  get home(): string {
    return resolveHome(this.#common.home, this.world.env, this.world.cwd)
  }

  get connection(): Connection {
    this.#connection ??= findServer(this.home, this.world.env)
    return this.#connection
  }

  get client(): Client {
    this.#client ??= createClient(this.connection)
    return this.#client
  }

  /** The usual end of a command: the document with `--json`, else the lines. */
  show(document: unknown, lines: string | readonly string[]): void {
    this.terminal.document(document)
    this.terminal.print(lines)
  }

  /** A signal that Ctrl-C aborts, as long as it is held. */
  interruptible(): { signal: AbortSignal } & Disposable {
    const controller = new AbortController()
    const stop = this.world.onInterrupt(() => {
      // A second Ctrl-C ends the process the hard way.
      stop()
      controller.abort(new Interrupted())
    })
    return { signal: controller.signal, [Symbol.dispose]: stop }
  }
}

export class Interrupted extends Error {}
