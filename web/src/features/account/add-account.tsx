import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account, AddAccount as Wish } from '../../../../src/contract/account.ts'
import { client } from '../../lib/client.ts'
import { keys } from '../../lib/keys.ts'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { FormProblem } from '../../ui/form-problem.tsx'
import { Modal } from '../../ui/modal.tsx'
import { Guarded } from '../../ui/refused.tsx'
import { useServerRefusals } from '../access/use-refusals.ts'
import { CredentialFields, credentialsOf, type Kind } from './credential-fields.tsx'
import { noted } from './noted.ts'
import { refusedByCloud } from './refused-by-cloud.ts'

/** Names an account: its region, and how Trellis gets in. */
export function AddAccount({ onClose, onAdded }: { onClose: () => void; onAdded?: (name: string) => void }) {
  const queries = useQueryClient()
  const [kind, setKind] = useState<Kind>('chain')
  const refused = useServerRefusals().administer
  const add = useAction((body: Wish) => client.call('addAccount', { body }), {
    shown: true,
    done: ({ name, warnings }) => ({ title: `${name} was added`, ...noted(warnings) }),
    onDone: account => {
      queries.setQueryData<Account[]>(keys.accounts, known => known && [...known, account])
      void queries.invalidateQueries({ queryKey: keys.accounts })
      onAdded?.(account.name)
      onClose()
    },
  })
  return (
    <Modal title="Add an account" onClose={onClose}>
      <Form action={add} onSend={form => add.mutate(wishOf(kind, form))}>
        <Guarded what="add an account" why={refused}>
          <div className="form-row">
            <TextField label="Name" name="name" required placeholder="acme-staging" />
            <TextField label="Region" name="region" required placeholder="eu-central-1" />
          </div>
          <CredentialFields kind={kind} onKind={setKind} />
          <details>
            <summary className="quiet">An emulator instead of AWS</summary>
            <TextField label="Endpoint URL" name="endpointUrl" type="url" placeholder="http://localhost:4566" />
          </details>
        </Guarded>
        <FormProblem error={add.error} here={here} />
        {refusedByCloud(add.error) && (
          <CheckField
            label="Add it all the same"
            name="unverified"
            hint="AWS is not asked whether its credentials work; a deployment finds out."
          />
        )}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={add.isPending} refused={refused}>
            Add the account
          </Button>
        </div>
      </Form>
    </Modal>
  )
}

const here = 'Nothing was added: look at the region and the credentials, or add it all the same.'

function wishOf(kind: Kind, form: FormData): Wish {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const endpointUrl = text('endpointUrl')
  return {
    name: text('name'),
    region: text('region'),
    ...(endpointUrl ? { endpointUrl } : {}),
    verify: !form.has('unverified'),
    credentials: credentialsOf(kind, form),
  }
}
