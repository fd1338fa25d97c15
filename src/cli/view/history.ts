import type { Deployment } from '../../contract/deployment.ts'
import type { Look } from '../terminal.ts'
import { shortCommit } from './deployment.ts'
import { deploymentSign } from './symbols.ts'
import { table } from './table.ts'
import { plain } from './text.ts'
import { age, between, duration } from './time.ts'

/** Deployments, newest first; of several apps with their names. */
export function drawHistory(deployments: readonly Deployment[], look: Look, several = false): string[] {
  const { paint, now } = look
  return table<Deployment>(
    [
      ...(several ? [{ title: 'APP', text: (one: Deployment) => one.app, least: 8 }] : []),
      { title: 'ENVIRONMENT', text: one => one.environment, least: 10 },
      { title: '#', text: one => `#${one.number}`, align: 'right', draw: text => paint('bold', text) },
      { title: 'STATE', text: stateOf, draw: (text, one) => paint(deploymentSign(one).style, text) },
      { title: 'KIND', text: one => one.kind, dispensable: 2 },
      { title: 'COMMIT', text: one => shortCommit(one.commit), draw: text => paint('dim', text), dispensable: 0 },
      { title: 'TITLE', text: one => plain(one.title ?? ''), least: 20 },
      { title: 'BY', text: by, least: 4, dispensable: 3 },
      { title: 'TOOK', text: one => took(one, now), align: 'right', dispensable: 4 },
      { title: 'AGE', text: one => age(one.finishedAt ?? one.requestedAt, now), dispensable: 1 },
    ],
    deployments,
    look,
  )
}

function stateOf(one: Deployment): string {
  const { symbol, word } = deploymentSign(one)
  return `${symbol} ${word}${one.failure?.phase ? ` in ${one.failure.phase}` : ''}`
}

const by = ({ actor, author }: Deployment): string => plain((actor.kind === 'system' ? author : actor.name) ?? '')

const took = ({ startedAt, finishedAt }: Deployment, now: number): string =>
  startedAt ? duration(between(startedAt, finishedAt, now)) : ''
