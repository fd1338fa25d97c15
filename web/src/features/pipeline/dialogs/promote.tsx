import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Output } from '../../../../../src/client/route-types.ts'
import { client } from '../../../lib/client.ts'
import { useAction } from '../../../lib/use-action.ts'
import { Button } from '../../../ui/button.tsx'
import { Hint } from '../../../ui/hint.tsx'
import { Modal } from '../../../ui/modal.tsx'
import { Loading, Problem } from '../../../ui/page.tsx'
import { shortCommit } from '../commit-line.tsx'
import { CommitTitle } from '../commit-title.tsx'
import { commits } from '../distance.ts'
import { CommitList } from './commit-list.tsx'
import type { DialogProps } from './dialogs.tsx'
import { useKeptWhile } from './kept-while.ts'
import { promotionQuery } from './queries.ts'
import { Underway } from './underway.tsx'
import { WentLive } from './went-live.tsx'

type Preview = Output<'promotionPreview'>

/** From → to, what comes along, what is missing there, and how to come back. */
export default function Promote({ status: { app, environments }, name, meant, onMean, onClose, onAsked }: DialogProps) {
  // What is live there changes while the dialog stands open: then it tells of that.
  const live = environments
    .map(one => [one.live?.number ?? 0, one.running?.number ?? 0, ...one.queued].join(' '))
    .join()
  const answer = useQuery(promotionQuery(app, name, live))
  const { error, refetch } = answer
  const now = answer.data?.from.number ?? environments.find(one => one.name === name)?.live?.number ?? 0
  const data = useKeptWhile(answer.data, answer.data?.from.number === meant)
  const to = data?.to.environment
  const promote = useAction(
    ({ to, from }: Preview) =>
      client.call('promote', {
        params: { app, environment: name },
        body: { to: to.environment, number: from.number },
      }),
    {
      done: ({ environment, number }) => ({ title: `Promotion to ${environment} asked for: #${number}` }),
      onDone: onAsked,
    },
  )
  return (
    <Modal
      wide
      title={to ? `Promote to ${to}` : 'Promote'}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={promote.isPending}
            disabled={!to || data.refusal !== null || now !== meant}
            onClick={() => data && promote.mutate(data)}
          >
            {data?.onItsWay ? 'Promote again' : 'Promote'}{' '}
            {data?.from.commit && <code>{shortCommit(data.from.commit)}</code>}
          </Button>
        </>
      }
    >
      <WentLive environment={name} meant={meant} live={now} onMean={onMean} />
      {error ? <Problem error={error} retry={() => void refetch()} /> : null}
      {!data && !error && now === meant ? <Loading what="what the promotion would do" /> : null}
      {data?.onItsWay ? (
        <p className="notice notice-warn" role="status">
          #{data.onItsWay} brings this commit to {to} already. Another promotion comes after it, and is of use only if
          that one fails.
        </p>
      ) : (
        <Underway target={environments.find(one => one.name === to)} />
      )}
      {data && <Preview app={app} preview={data} />}
    </Modal>
  )
}

function Preview({ app, preview }: { app: string; preview: Preview }) {
  const { from, to, refusal, missingVariables, testsSkipped, behind } = preview
  return (
    <>
      {refusal && (
        <p className="notice notice-bad" role="alert">
          <strong>{refusal.message}</strong> <Hint code={refusal.code} text={refusal.hint} />
        </p>
      )}
      <div className="from-to">
        <div>
          <h3>
            {from.environment} #{from.number}
          </h3>
          <p>
            <CommitTitle of={from} />
          </p>
          {from.commit && <code>{shortCommit(from.commit)}</code>}
        </div>
        <span aria-hidden="true">→</span>
        <div>
          <h3>
            {to.environment}
            {to.live ? ` now has #${to.live.number}` : ''}
          </h3>
          <p>{to.live ? <CommitTitle of={to.live} /> : 'Nothing is deployed there yet.'}</p>
          {to.live?.commit && <code>{shortCommit(to.live.commit)}</code>}
        </div>
      </div>
      <Commits preview={preview} />
      {behind > 0 && (
        <p className="notice notice-warn">
          {to.environment} has {commits(behind)} that {from.environment} lacks. They go away with this promotion.
        </p>
      )}
      {missingVariables.length > 0 && (
        <p className="notice notice-warn">
          {to.environment} lacks {missingVariables.length === 1 ? 'a variable' : 'variables'} that {from.environment}{' '}
          has: {missingVariables.map(one => one.key).join(', ')}.{' '}
          <Link to="/apps/$app/settings" params={{ app }} search={{ section: 'variables' }} className="text-link">
            {missingVariables.length === 1 ? 'Set it' : 'Set them'}
          </Link>
        </p>
      )}
      {testsSkipped && <p className="quiet">Its tests do not run again: they {testsSkipped}.</p>}
      {to.live && (
        <p className="quiet">
          To come back, roll {to.environment} back to #{to.live.number}:{' '}
          {to.kept ? 'its artifact is kept, so nothing is built.' : 'it is built anew then.'}
        </p>
      )}
    </>
  )
}

function Commits({ preview: { commits: between, from, to } }: { preview: Preview }) {
  if (!to.live || (between.length === 0 && from.commit !== to.live.commit)) return null
  if (between.length === 0) return <p className="notice">Both have the same commit: it is deployed again.</p>
  return (
    <section className="between">
      <h3>{commits(between.length)} in between, oldest first</h3>
      <CommitList commits={between} />
    </section>
  )
}
