import { stripVTControlCharacters } from 'node:util'
import type { IIoHost, IoMessage, StackActivity } from '@aws-cdk/toolkit-lib'
import { EventOrder } from './event-order.ts'
import type { Link } from './link.ts'
import { ProgressOfStacks } from './progress.ts'
import { eventLine } from './stack-events.ts'

/** Said by the toolkit for a terminal, or said better by our own lines. */
const silent = new Set([
  'CDK_TOOLKIT_I1000',
  'CDK_TOOLKIT_I1901',
  'CDK_TOOLKIT_I1902',
  'CDK_TOOLKIT_I1903',
  'CDK_TOOLKIT_I5000',
  'CDK_TOOLKIT_I5001',
  'CDK_TOOLKIT_I5501',
  'CDK_TOOLKIT_I5503',
  'CDK_TOOLKIT_I5901',
  'CDK_ASSEMBLY_I0150',
])

/** For whoever types `cdk synth` or `cdk bootstrap`, with flags that are not ours; they have no code of their own. */
const forTerminals = /^(Supply a stack id |Using default execution policy of )/

/** What constructs and plug-ins find wrong with an assembly. */
const validation = 'CDK_TOOLKIT_E9600'

/** Turns what the toolkit says into log lines and progress. It never asks anyone anything: the defaults go on. @param onReport hears of what is wrong with an assembly */
export function ioHost(link: Link, onReport: (text: string) => void): IIoHost {
  const warned = new Set<string>()
  const progress = new ProgressOfStacks(message => link.send({ type: 'progress', progress: message }))
  const events = new EventOrder(activity => {
    link.send({ type: 'log', stream: 'out', text: eventLine(activity.event) })
    progress.add(activity)
  })
  return {
    async notify(message: IoMessage<unknown>) {
      if (message.code === 'CDK_TOOLKIT_I5502') {
        events.add(message.data as StackActivity)
        return
      }
      events.flush()
      if (message.level === 'debug' || message.level === 'trace' || (message.code && silent.has(message.code))) return
      if (forTerminals.test(stripVTControlCharacters(message.message))) return
      if (message.code === validation) onReport(stripVTControlCharacters(message.message))
      // Told when the app is synthesised, it is told again when its assembly is deployed. Such a report is an error even where it only warns.
      if (message.level === 'warn' || message.code === validation) {
        if (warned.has(message.message)) return
        warned.add(message.message)
      }
      const stream = message.level === 'error' || message.level === 'warn' ? 'err' : 'out'
      for (const text of stripVTControlCharacters(message.message).split('\n')) {
        if (text.trim() !== '') link.send({ type: 'log', stream, text: text.trimEnd() })
      }
    },
    async requestResponse(request) {
      return request.defaultResponse
    },
  }
}
