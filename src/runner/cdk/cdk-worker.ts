import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { failure } from '../../core/failures.ts'
import { CdkFailure, type CdkWorkerEvents } from './events.ts'
import type { Answer, FromWorker, Question, ToWorker } from './messages.ts'
import type { DeployRequest, DeployResult, RemoveRequest, RemoveResult, SynthRequest, SynthResult } from './requests.ts'

/** The CDK in a process of its own: fork it early, it loads while the checkout and the install run. One operation at a time. */
export class CdkWorker {
  readonly #child: ChildProcess
  readonly #on: CdkWorkerEvents
  #pending: { resolve: (message: FromWorker) => void; reject: (error: Error) => void } | undefined
  #gone: CdkFailure | undefined

  constructor(child: ChildProcess, on: CdkWorkerEvents) {
    this.#child = child
    this.#on = on
    // What checks its messages loads with the first of them, while git is at work; the end must not be heard before it.
    const checked = (then: (schemas: typeof import('./messages.ts')) => void) => void import('./messages.ts').then(then)
    child.on('message', raw => checked(({ FromWorker }) => this.#receive(FromWorker.parse(raw))))
    child.on('error', error => this.#end(`The CDK worker could not be started: ${error.message}`))
    child.on('exit', (code, signal) =>
      checked(() => this.#end(`The CDK worker ended early (${signal ?? `exit code ${code}`}).`)),
    )
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
      this.#end('The CDK worker ended before it was asked anything.')
  }

  /** The process id, for the supervisor's book of processes. */
  get pid(): number | undefined {
    return this.#child.pid
  }

  /** Loads the CDK. Not needed, but the first operation is quicker after it. */
  async warm(): Promise<void> {
    await this.#request({ type: 'warm' }, 'warm')
  }

  /** Fails if the account was never prepared for the CDK, before minutes are spent on what cannot be deployed. */
  async check(): Promise<void> {
    await this.#request({ type: 'check' }, 'checked')
  }

  /** Runs the app (through `on.run`), looks up the context it asks for, and leaves the assembly in `outDir`. */
  async synth(request: SynthRequest): Promise<SynthResult> {
    return (await this.#request({ type: 'synth', request }, 'synthesised')).result
  }

  /** Names, checks and deploys an assembly; afterwards `assemblyDir` is what a rollback needs, without the repository. */
  async deploy(request: DeployRequest): Promise<DeployResult> {
    return (await this.#request({ type: 'deploy', request }, 'deployed')).result
  }

  /** Deletes every stack of the environment and tells what they left behind. */
  async remove(request: RemoveRequest): Promise<RemoveResult> {
    return (await this.#request({ type: 'remove', request }, 'removed')).result
  }

  /** @param policies as `bootstrap` of bootstrap.ts takes them */
  async bootstrap(policies: readonly string[] = []): Promise<void> {
    await this.#request({ type: 'bootstrap', policies: [...policies] }, 'bootstrapped')
  }

  /** Ends the process at once and returns when it is gone. What runs in the cloud goes on: settle the stacks afterwards. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined) return
    const exit = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exit
  }

  #request<T extends FromWorker['type']>(message: ToWorker, answer: T): Promise<Extract<FromWorker, { type: T }>> {
    if (this.#gone) return Promise.reject(this.#gone)
    if (this.#pending) return Promise.reject(new Error('The CDK worker does one operation at a time'))
    return new Promise((resolve, reject) => {
      this.#pending = {
        reject,
        resolve: message => {
          if (message.type === answer) resolve(message as Extract<FromWorker, { type: T }>)
          else reject(new Error(`The CDK worker answered ${message.type} instead of ${answer}`))
        },
      }
      this.#child.send(message)
    })
  }

  #receive(message: FromWorker): void {
    if (message.type === 'log') this.#on.log(message.stream, message.text)
    else if (message.type === 'progress') this.#on.progress(message.progress)
    else if (message.type === 'retained') this.#on.retained(message.resources)
    else if (message.type === 'question') this.#answer(message.id, message.question)
    else {
      const pending = this.#pending
      this.#pending = undefined
      if (message.type === 'failed') pending?.reject(new CdkFailure(message.failure))
      else pending?.resolve(message)
    }
  }

  #answer(id: number, question: Question): void {
    const reply = (answer: Answer) => {
      if (this.#child.connected) this.#child.send({ type: 'answer', id, ...answer } satisfies ToWorker)
    }
    const asked = this.#ask(question).then(reply)
    asked.catch(error => {
      // Without the acknowledgement nothing may go on.
      this.#end(error instanceof Error ? error.message : String(error))
      void this.kill()
    })
  }

  async #ask(question: Question): Promise<Answer> {
    switch (question.about) {
      case 'run':
        return { outcome: await this.#on.run(question.command) }
      case 'credentials': {
        const credentials = await this.#on.credentials?.()
        return credentials ? { credentials } : {}
      }
      case 'naming':
        await this.#on.naming(question.naming)
        return {}
      case 'cloud-changing':
        await this.#on.cloudChanging()
        return {}
    }
  }

  #end(reason: string): void {
    this.#gone ??= new CdkFailure(failure('internal', null, reason))
    this.#pending?.reject(this.#gone)
    this.#pending = undefined
  }
}
