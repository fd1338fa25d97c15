import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account, SetAccount } from '../../../../src/contract/account.ts'
import { client } from '../../lib/client.ts'
import { keys } from '../../lib/keys.ts'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { FormProblem } from '../../ui/form-problem.tsx'
import { Modal } from '../../ui/modal.tsx'
import { CredentialFields, credentialsOf, type Kind } from './credential-fields.tsx'
import { noted } from './noted.ts'
import { refusedByCloud } from './refused-by-cloud.ts'

/** Other credentials of the same AWS account, such as keys that were rotated. */
export function ReplaceCredentials({ account, onClose }: { account: Account; onClose: () => void }) {
  const { name } = account
  const queries = useQueryClient()
  const [kind, setKind] = useState<Kind>(account.credentials.kind)
  const replace = useAction((body: SetAccount) => client.call('setAccount', { params: { account: name }, body }), {
    shown: true,
    done: ({ warnings }) => ({ title: `${name} has other credentials now`, ...noted(warnings) }),
    onDone: () => {
      void queries.invalidateQueries({ queryKey: keys.accounts })
      onClose()
    },
  })
  return (
    <Modal title={`Replace the credentials of ${name}`} onClose={onClose}>
      <Form
        action={replace}
        onSend={form => replace.mutate({ credentials: credentialsOf(kind, form), verify: !form.has('unverified') })}
      >
        <p className="quiet">
          The next deployments take them. While an environment uses {name} they must be of the same AWS account.
        </p>
        <CredentialFields kind={kind} onKind={setKind} account={account} />
        <FormProblem
          error={replace.error}
          here="Nothing was changed. Give others, or let them be taken all the same."
        />
        {refusedByCloud(replace.error) && (
          <CheckField
            label="Take them all the same"
            name="unverified"
            hint="AWS is not asked whose they are; a deployment finds out."
          />
        )}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={replace.isPending}>
            Replace the credentials
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
