import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Deployment } from '../../../../src/contract/deployment.ts'
import { isFinal } from '../../../../src/contract/vocabulary.ts'
import { explain } from '../../lib/use-action.ts'
import { useOpened } from '../../lib/use-opened.ts'
import { Button } from '../../ui/button.tsx'
import { Foreign } from '../../ui/foreign.tsx'
import { Loading, Page, Problem } from '../../ui/page.tsx'
import { Refused } from '../../ui/refused.tsx'
import { Status } from '../../ui/status.tsx'
import { Ago, Duration } from '../../ui/time.tsx'
import { useEnvironmentRefusals } from '../access/use-refusals.ts'
import { type Jump, LogView } from '../log/log-view.tsx'
import { useCancel } from '../pipeline/actions.tsx'
import { changesCloud } from '../pipeline/cancel-words.ts'
import { howItGotThere, shortCommit } from '../pipeline/commit-line.tsx'
import { CommitTitle } from '../pipeline/commit-title.tsx'
import { AskToCancel } from '../pipeline/dialogs/ask-to-cancel.tsx'
import { OutputLinks } from '../pipeline/output-links.tsx'
import { type Alarm, useTitle } from '../shell/use-title.ts'
import { Again } from './again.tsx'
import { Failed } from './failed.tsx'
import { markOf } from './mark-of.ts'
import { MissingDeployment, MissingEnvironment } from './missing-deployment.tsx'
import { NoMachine } from './no-machine.tsx'
import { type DeploymentPlace, deploymentQuery } from './queries.ts'
import { Retained } from './retained.tsx'
import { Timeline } from './timeline.tsx'
import { waitingWords } from './waiting-words.ts'
import { WhereItWent } from './where-it-went.tsx'
import './deployment-page.css'

export interface DeploymentPageProps {
  at: DeploymentPlace
  query: string
  onQuery: (query: string) => void
}

/** One deployment: why it failed first, then how it went, then every line of it. */
export function DeploymentPage({ at, query, onQuery }: DeploymentPageProps) {
  const { data, error, refetch } = useQuery(deploymentQuery(at))
  useTitle(`${at.environment} #${data?.number ?? at.number} · ${at.app}`, alarmOf(data))
  if (data) return <Found deployment={data} query={query} onQuery={onQuery} />
  const code = error ? explain(error).code : ''
  if (code === 'environment_not_found') return <MissingEnvironment at={at} />
  // What is no number is none that there is.
  if (code === 'deployment_not_found' || code === 'invalid_input') return <MissingDeployment at={at} />
  return (
    <Page title={`${at.environment} #${at.number}`}>
      {error ? <Problem error={error} retry={() => void refetch()} /> : <Loading what="the deployment" />}
    </Page>
  )
}

function Found({
  deployment,
  query,
  onQuery,
}: { deployment: Deployment } & Pick<DeploymentPageProps, 'query' | 'onQuery'>) {
  const { app, environment, number, state, commit, behind } = deployment
  const { hash } = useLocation()
  const [jump, setJump] = useState<Jump>({ line: lineOf(hash), count: 0, askedBy: 'nobody' })
  const navigate = useNavigate()
  const pressed = useRef<string | null>(null)
  useEffect(() => {
    const line = lineOf(hash)
    // A button has led there already, and has said so in the address.
    if (hash === pressed.current) return
    pressed.current = null
    if (line !== null) setJump(({ count }) => ({ line, count: count + 1, askedBy: 'address' }))
  }, [hash])
  const jumpTo = (line: number) => {
    setJump(({ count }) => ({ line, count: count + 1, askedBy: 'button' }))
    putInAddress(line)
  }
  const putInAddress = (line: number) => {
    pressed.current = `L${line}`
    void navigate({
      to: '.',
      search: true,
      hash: `L${line}`,
      replace: true,
      resetScroll: false,
      hashScrollIntoView: false,
    })
  }
  const running = !isFinal(state)
  const refusals = useEnvironmentRefusals(app)(environment)
  const refused = refusals.cancel
  return (
    <Page
      title={
        <>
          <Link to="/apps/$app" params={{ app }} className="crumb">
            {environment}
          </Link>{' '}
          #{number}
        </>
      }
      actions={
        running ? (
          <Cancel deployment={deployment} refused={refused} />
        ) : (
          <Again deployment={deployment} refused={refusals.deploy} />
        )
      }
    >
      <CancelDialog deployment={deployment} refused={refused} />
      {running && <Refused what={`cancel in ${environment}`} why={refused} />}
      <div className="deployment-head">
        <Status of={markOf(deployment)} />
        <span className="deployment-title">
          <CommitTitle of={deployment} />
        </span>
        {commit && <code title={commit}>{shortCommit(commit)}</code>}
        <span className="quiet">
          <Foreign text={howItGotThere(deployment)} />
        </span>
        <span className="quiet">
          <Ago at={deployment.requestedAt} />
        </span>
        {deployment.startedAt && (
          <span className="quiet">
            {running ? 'running for ' : 'took '}
            <Duration from={deployment.startedAt} to={deployment.finishedAt} />
          </span>
        )}
      </div>
      {behind && <p className="notice">Waits behind {behind}.</p>}
      {deployment.noMachine && (
        <p className="notice">
          <NoMachine wait={deployment.noMachine} />
        </p>
      )}
      {deployment.waitingFor && <p className="notice">{waitingWords[deployment.waitingFor]}</p>}
      {state === 'cancelled' && <Cancelled deployment={deployment} />}
      {deployment.failure && <Failed failure={deployment.failure} onJump={jumpTo} />}
      <Timeline deployment={deployment} onJump={jumpTo} />
      <OutputLinks outputs={deployment.outputs} />
      <Retained resources={deployment.retained} />
      {commit && <WhereItWent app={app} commit={commit} />}
      <LogView
        deployment={deployment}
        jump={jump.line === null ? { ...jump, line: deployment.failure?.line ?? null } : jump}
        query={query}
        onQuery={onQuery}
        onFound={putInAddress}
      />
    </Page>
  )
}

/** Who stopped it, and what that left. */
function Cancelled({ deployment: { environment, cancelRequestedBy, phases } }: { deployment: Deployment }) {
  const changed = phases.some(one => one.name === 'deploy' || one.name === 'remove')
  return (
    <p className="notice">
      {cancelRequestedBy ? `${cancelRequestedBy.name} cancelled it. ` : ''}
      {changed
        ? `It may have changed part of ${environment} by then: its card says whether that needs somebody.`
        : `Nothing of ${environment} was changed.`}
    </p>
  )
}

interface CancelProps {
  deployment: Deployment
  refused: string | undefined
}

function Cancel({ deployment, refused }: CancelProps) {
  const { app, environment, number, state, phases, cancelRequestedBy } = deployment
  const cancel = useCancel(app, environment)
  const [, open] = useOpened()
  return (
    <Button
      busy={cancel.isPending}
      refused={refused}
      disabled={cancelRequestedBy !== null}
      onClick={() => (changesCloud(phases) ? open('cancel') : cancel.mutate(number))}
    >
      {cancelRequestedBy
        ? `Cancelling, asked by ${cancelRequestedBy.name}`
        : state === 'queued'
          ? 'Withdraw'
          : 'Cancel'}
    </Button>
  )
}

/** It stays when what it is about ends meanwhile, and says so. */
function CancelDialog({ deployment, refused }: CancelProps) {
  const { app, environment, number, title, state, cancelRequestedBy } = deployment
  const [opened, open] = useOpened()
  if (opened !== 'cancel' || cancelRequestedBy !== null) return null
  const now = isFinal(state) ? 'ended' : state === 'running' ? 'running' : 'waiting'
  return (
    <AskToCancel
      app={app}
      name={environment}
      what={{ number, title, state: now }}
      now={null}
      refused={refused}
      onClose={() => open(undefined)}
    />
  )
}

function alarmOf(deployment: Deployment | undefined): Alarm {
  if (!deployment || deployment.state === 'succeeded') return 'calm'
  if (deployment.state === 'failed') return 'failed'
  return isFinal(deployment.state) ? 'calm' : 'running'
}

/** `#L1033`, as on GitHub. */
const lineOf = (hash: string): number | null => {
  const line = /^L(\d{1,9})$/.exec(hash)?.[1]
  return line ? Number(line) : null
}
