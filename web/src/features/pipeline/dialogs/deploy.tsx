import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { client } from '../../../lib/client.ts'
import { intoSight } from '../../../lib/into-sight.ts'
import { useAction } from '../../../lib/use-action.ts'
import { Button } from '../../../ui/button.tsx'
import { SelectField, TextField } from '../../../ui/field.tsx'
import { Foreign } from '../../../ui/foreign.tsx'
import { Form } from '../../../ui/form.tsx'
import { FormProblem } from '../../../ui/form-problem.tsx'
import { Modal } from '../../../ui/modal.tsx'
import { Loading, Problem } from '../../../ui/page.tsx'
import { Refused } from '../../../ui/refused.tsx'
import { Ago } from '../../../ui/time.tsx'
import { branchesQuery, commitsQuery, mostCommits } from '../../app/queries.ts'
import { shortCommit } from '../commit-line.tsx'
import { branchToDeploy } from './branch-to-deploy.ts'
import type { DialogProps } from './dialogs.tsx'

/** The newest commit of any branch, or one of its earlier ones. */
export default function Deploy({ status, name, chosen: before, onChoose, onClose, onAsked }: DialogProps) {
  const { app } = status
  const environment = status.environments.find(one => one.name === name)
  const branches = useQuery(branchesQuery(app))
  const [chosenBranch, setBranch] = useState(before.branch ?? null)
  const { branch, missing } = branchToDeploy(
    chosenBranch,
    environment?.branch ?? null,
    status.defaultBranch,
    branches.data?.map(one => one.name),
  )
  const commits = useQuery(commitsQuery(app, branch))
  const [chosen, choose] = useState(before.commit ?? null)
  const [written, write] = useState('')
  const form = useId()
  // An address may lead to a commit that is not among the newest, or not any more.
  const isFarther = chosen !== null && commits.data?.every(one => one.commit !== chosen)
  const elsewhere = isFarther ? chosen : written
  const named = elsewhere.trim()
  const commit = named || chosen || undefined
  const deploy = useAction(
    (_: undefined) =>
      client.call('deploy', {
        params: { app, environment: name },
        body: named ? { commit: named } : chosen ? { commit: chosen, branch } : { branch },
      }),
    {
      shown: true,
      done: ({ number }) => ({ title: `Deployment to ${name} asked for: #${number}` }),
      onDone: onAsked,
    },
  )
  const canDeploy = named !== '' || Boolean(commits.data?.length)
  const isCut = commits.data?.length === mostCommits
  // The branch may be another one once it is known which there are.
  const error = branches.error ?? (branches.data && commits.error)
  return (
    <Modal
      wide
      title={`Deploy to ${name}`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            type="submit"
            form={form}
            busy={deploy.isPending}
            refused={environment?.refused.deploy}
            disabled={!canDeploy}
          >
            {named || chosen ? `Deploy ${shortCommit(named || chosen || '')}` : `Deploy the newest of ${branch}`}
          </Button>
        </>
      }
    >
      <Refused what={`deploy to ${name}`} why={environment?.refused.deploy} />
      {error ? <Problem error={error} retry={() => void branches.refetch().then(() => commits.refetch())} /> : null}
      <Form id={form} action={deploy} onSend={() => canDeploy && deploy.mutate(undefined)}>
        <SelectField
          label="Branch"
          name="branch"
          warning={missing && `${name} follows ${missing}, and there is no branch of that name yet.`}
          value={branch}
          onChange={event => {
            setBranch(event.target.value)
            // One that was named is of any branch.
            if (!named) choose(null)
            onChoose({ branch: event.target.value, commit: named || undefined })
          }}
        >
          {(branches.data ?? [{ name: branch }]).map(one => (
            <option key={one.name}>{one.name}</option>
          ))}
        </SelectField>
        {!commits.data && !error ? <Loading what="the commits" /> : null}
        {commits.data?.length === 0 && <p className="notice">The branch {branch} has no commits.</p>}
        {commits.data && commits.data.length > 0 && (
          <fieldset className="choices">
            <legend>Commit</legend>
            {commits.data.map((one, index) => (
              <label key={one.commit} className="choice">
                <input
                  ref={chosen === one.commit ? intoSight : null}
                  type="radio"
                  // As the field below, of which it takes back what was wrong.
                  name="commit"
                  checked={!named && (chosen === one.commit || (index === 0 && chosen === null))}
                  onChange={() => {
                    const newest = index === 0
                    write('')
                    choose(newest ? null : one.commit)
                    onChoose({ branch, commit: newest ? undefined : one.commit })
                  }}
                />
                <span>
                  <strong>
                    <Foreign text={one.title} />
                  </strong>
                  <br />
                  <span className="quiet">
                    <code>{shortCommit(one.commit)}</code> <Foreign text={one.author} />, <Ago at={one.at} />
                    {index === 0 && ' · newest'}
                  </span>
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <TextField
          label="Another commit"
          name="commit"
          hint={`By its id, or the first digits of it; of any branch.${isCut ? ` Above are only the newest ${mostCommits} of ${branch}.` : ''}`}
          maxLength={40}
          value={elsewhere}
          onChange={event => {
            choose(null)
            write(event.target.value)
          }}
          onBlur={() => commit !== before.commit && onChoose({ commit })}
        />
        <FormProblem error={deploy.error} />
      </Form>
    </Modal>
  )
}
