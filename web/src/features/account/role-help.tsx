import { useState } from 'react'
import type { TargetAccess, TargetRole } from '../../../../src/contract/target-role.ts'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'

const words: Record<TargetAccess, string> = {
  cdk: 'Use what the CDK prepared there',
  administrator: 'Everything, as other tools need it',
}

/** How a role is made that lets Trellis in: what is asked for stands in the form around it, but for an account that there is already. */
export function RoleHelp({ account }: { account?: { name: string; region: string } }) {
  const [access, setAccess] = useState<TargetAccess>('cdk')
  const prepare = useAction(
    ({ name, ...body }: { name: string; region: string; access: TargetAccess }) =>
      client.call('prepareRole', { params: { account: name }, body }),
    { done: () => null, onDone: role => setRole(role) },
  )
  const [role, setRole] = useState<TargetRole | null>(null)
  return (
    <details>
      <summary className="quiet">There is no role yet</summary>
      <SelectField
        label="What it may do"
        value={access}
        onChange={event => {
          setAccess(event.target.value as TargetAccess)
          setRole(null)
        }}
      >
        {Object.entries(words).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </SelectField>
      <Button
        busy={prepare.isPending}
        onClick={event => {
          const place = account ?? placeOf(event.currentTarget.form)
          if (place) prepare.mutate({ ...place, access })
        }}
      >
        Say how it is made
      </Button>
      {role && <Steps role={role} />}
    </details>
  )
}

/** What is missing of it, the browser says. */
function placeOf(form: HTMLFormElement | null): { name: string; region: string } | null {
  const field = (name: string) => form?.elements.namedItem(name)
  const [name, region] = [field('name'), field('region')]
  if (!(name instanceof HTMLInputElement && region instanceof HTMLInputElement)) return null
  if (!name.reportValidity() || !region.reportValidity()) return null
  return { name: name.value.trim(), region: region.value.trim() }
}

function Steps({ role }: { role: TargetRole }) {
  const { quickCreateUrl, roleName, externalId, trusted, template, parameters } = role
  return (
    <div className="account-role">
      <p>
        {quickCreateUrl ? (
          <a href={quickCreateUrl} target="_blank" rel="noreferrer">
            Make it in CloudFormation
          </a>
        ) : (
          <a href={`data:application/json,${encodeURIComponent(template)}`} download={`${roleName}.json`}>
            Download the template for CloudFormation
          </a>
        )}
        , where you are signed in to that AWS account. Then enter the ARN that its stack gives.
      </p>
      <p className="quiet">
        It trusts {trusted} alone, and only with the external id <code>{externalId}</code>.
      </p>
      {!quickCreateUrl && (
        <dl className="account-parameters">
          {Object.entries(parameters).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <code>{value}</code>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}
