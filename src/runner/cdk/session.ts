import type { Toolkit } from '@aws-cdk/toolkit-lib'
import { httpsAgent } from './aws-client.ts'
import { ioHost } from './io-host.ts'
import { type Access, lasting } from './lasting.ts'
import type { Link } from './link.ts'
import { Stacks } from './stacks.ts'

/** What one worker process holds: the way to the cloud and the loaded CDK. */
export class Session {
  readonly access: Access
  readonly link: Link
  readonly stacks: Stacks
  /** What the CDK said last of what is wrong with the assembly. */
  report = ''
  #toolkit: Promise<Toolkit> | undefined

  constructor(access: Access, link: Link) {
    this.access = access
    this.link = link
    this.stacks = new Stacks(access)
  }

  /** The CDK takes the better part of a second to load, hence only once and when it is wanted. */
  toolkit(): Promise<Toolkit> {
    this.#toolkit ??= this.#load()
    return this.#toolkit
  }

  /** How often to look at a stack: an emulator is quick and never tired, CloudFormation is neither. */
  get pollMs(): number {
    return this.access.endpointUrl === null ? 2_000 : 200
  }

  async #load(): Promise<Toolkit> {
    const { BaseCredentials, Toolkit } = await import('@aws-cdk/toolkit-lib')
    return new Toolkit({
      ioHost: ioHost(this.link, report => {
        this.report = report
      }),
      color: false,
      emojis: false,
      sdkConfig: {
        // The toolkit would use it for plain HTTP as well, which an emulator speaks and the agent does not.
        ...(!this.access.endpointUrl?.startsWith('http:') && { httpOptions: { agent: httpsAgent() } }),
        baseCredentials: BaseCredentials.custom({
          provider: lasting(this.access),
          region: this.access.region,
        }),
      },
    })
  }
}
