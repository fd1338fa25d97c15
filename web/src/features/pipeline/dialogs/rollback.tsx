import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Output } from '../../../../../src/client/route-types.ts'
import type { DeploymentSummary } from '../../../../../src/contract/deployment.ts'
import { client } from '../../../lib/client.ts'
import { intoSight } from '../../../lib/into-sight.ts'
import { useAction } from '../../../lib/use-action.ts'
import { Button } from '../../../ui/button.tsx'
import { Modal } from '../../../ui/modal.tsx'
import { Loading, Problem } from '../../../ui/page.tsx'
import { Refused } from '../../../ui/refused.tsx'
import { aboutDuration } from '../../../ui/time.tsx'
import { CommitLine, shortCommit } from '../commit-line.tsx'
import { CommitTitle } from '../commit-title.tsx'
import type { DialogProps } from './dialogs.tsx'
import { useKeptWhile } from './kept-while.ts'
import { rollbacksQuery } from './queries.ts'
import { Underway } from './underway.tsx'
import { WentLive } from './went-live.tsx'
import './commit-list.css'

type Choice = Output<'rollbackChoices'>[number]

/** Which earlier success to return to, how it will be done, and what does not come back with it. */
export default function Rollback({
  status: { app, environments },
  name,
  meant,
  onMean,
  chosen: { to: wanted },
  onChoose,
  onClose,
  onAsked,
}: DialogProps) {
  const environment = environments.find(one => one.name === name)
  const refused = environment?.refused.rollback
  const now = environment?.live?.number ?? 0
  // Another answer for each that is live: which one a rollback usually returns to is another one then.
  const answer = useQuery(rollbacksQuery(app, name, now))
  const { error, refetch } = answer
  const data = useKeptWhile(answer.data, now === meant)
  const live = useKeptWhile(environment?.live, now === meant)
  const [chosen, setChosen] = useState(wanted)
  const choose = (to: number) => {
    setChosen(to)
    onChoose({ to })
  }
  const choices = data?.filter(one => !one.live || one.usual) ?? []
  const isThere = choices.some(one => one.deployment.number === chosen)
  const number = (isThere ? chosen : choices.find(one => one.usual)?.deployment.number) ?? null
  const to = choices.find(one => one.deployment.number === number)
  const rollBack = useAction(
    (to: number) => client.call('rollback', { params: { app, environment: name }, body: { to } }),
    { done: deployment => ({ title: `Rollback of ${name} asked for: #${deployment.number}` }), onDone: onAsked },
  )
  return (
    <Modal
      wide
      title={`Roll back ${name}`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={rollBack.isPending}
            refused={refused}
            disabled={number === null || now !== meant}
            onClick={() => number !== null && rollBack.mutate(number)}
          >
            {number === null ? 'Roll back' : `Roll back to #${number}`}
          </Button>
        </>
      }
    >
      <Refused what={`roll ${name} back`} why={refused} />
      <WentLive environment={name} meant={meant} live={now} onMean={onMean} />
      <Underway target={environment} />
      <p className="quiet">Not rolled back: data in databases and buckets, and the variables in the settings.</p>
      {error ? <Problem error={error} retry={() => void refetch()} /> : null}
      {!data && !error && now === meant ? <Loading what="the earlier successes" /> : null}
      {data && chosen !== undefined && !isThere ? (
        <p className="notice">
          #{chosen} is none that {name} can return to now.
        </p>
      ) : null}
      {data && choices.length === 0 ? <p className="notice">There is no earlier success to return to.</p> : null}
      {choices.length > 0 && !choices.some(one => one.usual) ? (
        <p className="notice">
          No earlier success brought another commit than the one that is live. Choose one to deploy it again all the
          same.
        </p>
      ) : null}
      <BeforeAfter name={name} live={live} brokenBy={environment?.brokenBy} to={to} />
      {to && <WithVariables name={name} kept={to.kept} />}
      {choices.length > 0 && (
        <fieldset className="choices">
          <legend className="visually-hidden">Return to</legend>
          {choices.map(one => (
            <ChoiceRow
              key={one.deployment.id}
              choice={one}
              checked={one.deployment.number === number}
              onChoose={choose}
            />
          ))}
        </fieldset>
      )}
    </Modal>
  )
}

/** A kept artifact is as it was built: its values were put in then, and no script runs that could read others. */
const WithVariables = ({ name, kept }: { name: string; kept: boolean }) => (
  <p className="quiet">
    {kept
      ? 'It is deployed as it was built, with the variables that it had then; scripts before and after do not run.'
      : `It is built again, with the variables that ${name} has now.`}
  </p>
)

interface BeforeAfterProps {
  name: string
  live: DeploymentSummary | null | undefined
  brokenBy: DeploymentSummary | null | undefined
  to: Choice | undefined
}

/** What is live now, and what will be. */
function BeforeAfter({ name, live, brokenBy, to }: BeforeAfterProps) {
  if (!to) return null
  return (
    <div className="from-to">
      <div>
        <h3>{live ? `${name} now has #${live.number}` : `${name} now`}</h3>
        <p>{live ? <CommitTitle of={live} /> : 'Nothing is live there.'}</p>
        {live?.commit && <code title={live.commit}>{shortCommit(live.commit)}</code>}
        {brokenBy && <p className="quiet">and maybe a part of what #{brokenBy.number} changed before it ended</p>}
      </div>
      <span aria-hidden="true">→</span>
      <div>
        <h3>then what #{to.deployment.number} brought</h3>
        <p>
          <CommitTitle of={to.deployment} />
        </p>
        {to.deployment.commit && <code title={to.deployment.commit}>{shortCommit(to.deployment.commit)}</code>}
      </div>
    </div>
  )
}

function ChoiceRow({
  choice,
  checked,
  onChoose,
}: {
  choice: Choice
  checked: boolean
  onChoose: (number: number) => void
}) {
  const { deployment, kept, estimatedSeconds, live } = choice
  const time = estimatedSeconds === null ? '' : `, ${aboutDuration(estimatedSeconds)}`
  return (
    <label className="choice">
      <input
        ref={checked ? intoSight : null}
        type="radio"
        name="to"
        checked={checked}
        onChange={() => onChoose(deployment.number)}
      />
      <span>
        <strong>
          #{deployment.number} <CommitTitle of={deployment} />
          {live ? ' (live)' : ''}
        </strong>
        <CommitLine deployment={deployment} />
        <span className="quiet">{kept ? `Kept artifact${time}` : `Will be rebuilt${time}`}</span>
      </span>
    </label>
  )
}
