import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deletionPolicies } from './deletion-policies.ts'

const policiesOf = async (template: string) => Object.fromEntries(await deletionPolicies(template))

test('what becomes of a resource is read from JSON and from YAML with tags of its own', async () => {
  const Resources = {
    Orders: { Type: 'AWS::DynamoDB::Table', DeletionPolicy: 'Retain' },
    Role: { Type: 'AWS::IAM::Role' },
  }
  const expected = { Orders: 'Retain', Role: 'Delete' }
  assert.deepEqual(await policiesOf(JSON.stringify({ Resources })), expected)
  const yaml = `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    Properties: { TableName: !Sub '\${AWS::StackName}-orders' }
  Role:
    Type: AWS::IAM::Role
    Properties: { RoleName: !Join ['-', [!Ref Orders, role]] }
`
  assert.deepEqual(await policiesOf(yaml), expected)
})

test('of a database a snapshot stays, unless its template says otherwise or it belongs to a cluster', async () => {
  const instance = { Type: 'AWS::RDS::DBInstance' }
  const Resources = {
    Cluster: { Type: 'AWS::RDS::DBCluster' },
    Alone: instance,
    Member: { ...instance, Properties: { DBClusterIdentifier: { Ref: 'Cluster' } } },
    Gone: { ...instance, DeletionPolicy: 'Delete' },
  }
  assert.deepEqual(await policiesOf(JSON.stringify({ Resources })), {
    ...{ Cluster: 'Snapshot', Alone: 'Snapshot', Member: 'Delete', Gone: 'Delete' },
  })
})

test('what is no template is not taken for one that keeps nothing', async () => {
  await assert.rejects(deletionPolicies('Resources: {'))
})
