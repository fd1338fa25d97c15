import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiError } from '../../../src/client/api-error.ts'
import { problemsAt, WrongField } from './problems-at.ts'

const names = new Set(['name', 'environments', 'variables', 'allow-deploy', 'roleArn', 'repository'])
const wrong = (fields: { field: string; message: string }[]) =>
  new ApiError({ code: 'invalid_input', message: 'The input is not valid: …', status: 400, fields })

/** What is said, by field. */
function said(error: unknown): Record<string, string> | null {
  const placed = problemsAt(error, names)
  return placed && Object.fromEntries([...placed].map(([name, { message }]) => [name, message]))
}

test('what the server finds wrong is said at the field in which it was written', () => {
  const must = 'must be 2 to 40 characters'
  assert.deepEqual(said(wrong([{ field: 'name', message: must }])), { name: 'Must be 2 to 40 characters.' })
  assert.deepEqual(
    said(
      wrong([
        { field: 'environments.1', message: must },
        { field: 'environments.2', message: must },
        { field: 'variables.0.key', message: 'is missing' },
        { field: 'allow.deploy.0', message: 'is not a name' },
        { field: 'credentials.roleArn', message: 'is not the ARN of a role' },
      ]),
    ),
    {
      environments: 'Number 2 must be 2 to 40 characters.',
      variables: 'Number 1 is missing.',
      'allow-deploy': 'Number 1 is not a name.',
      roleArn: 'Is not the ARN of a role.',
    },
  )
})

test('a code tells the field, such as that of a name that is taken', () => {
  const taken = new ApiError({ code: 'already_exists', message: 'There is an app shop already.', status: 409 })
  assert.deepEqual(said(taken), { name: 'There is an app shop already.' })
  assert.deepEqual(said(new WrongField('variables', '“x” is no variable.')), { variables: '“x” is no variable.' })
})

test('what belongs to no field of the form is said at the form', () => {
  assert.equal(said(new ApiError({ code: 'environment_stands', message: 'It stands.', status: 409 })), null)
  assert.equal(said(new ApiError({ code: 'branch_not_found', message: 'No such branch.', status: 404 })), null)
  const both = wrong([
    { field: 'name', message: 'is missing' },
    { field: 'elsewhere', message: 'is missing' },
  ])
  assert.equal(said(both), null)
  assert.equal(said(new Error('No.')), null)
})
