import { type AssemblyFiles, stacksOf } from '../assembly.ts'
import type { Json } from '../json.ts'
import { type Rename, renameAssembly } from '../rename.ts'
import { accountId, ownStackName, region, type StackFixture } from './assembly.ts'

export const renamed = (files: AssemblyFiles, more: Partial<Rename> = {}) => {
  const stacks = stacksOf(files).map(({ name }) => ({ from: name, to: `staging-${name}` }))
  const rename: Rename = {
    stacks,
    mode: 'prefix',
    stage: 'staging',
    accountId,
    region,
    tags: { 'trellis:app': 'shop' },
    ...more,
  }
  const changed = renameAssembly(files, rename)
  return { changed, all: new Map([...files, ...changed]) }
}
export const at = (value: Json | undefined, ...path: (string | number)[]): Json | undefined =>
  path.reduce<Json | undefined>((found, key) => (found as Record<string, Json> | undefined)?.[key], value)

export const data: StackFixture = {
  name: 'Data',
  template: {
    Outputs: {
      A: { Value: 'a', Export: { Name: 'Data:ExportsOutputRefOrders1' } },
      B: { Value: 'b', Export: { Name: 'shared-table' } },
      C: { Value: 'c', Export: { Name: { 'Fn::Sub': `${ownStackName}-arn` } } },
      D: { Value: 'd', Export: { Name: { 'Fn::Join': ['-', ['Data', { Ref: 'AWS::Region' }]] } } },
    },
  },
}
export const web: StackFixture = {
  name: 'Web',
  dependencies: ['Data'],
  template: {
    Resources: {
      R: {
        Type: 'AWS::Thing',
        Properties: {
          A: { 'Fn::ImportValue': 'Data:ExportsOutputRefOrders1' },
          B: { 'Fn::ImportValue': { 'Fn::Sub': 'shared-table' } },
          C: { 'Fn::ImportValue': 'Data-arn' },
          D: { 'Fn::ImportValue': `Data-${region}` },
          Foreign: { 'Fn::ImportValue': 'other-team:vpc' },
          Weak: { 'Fn::GetStackOutput': { StackName: 'Data', Region: { Ref: 'AWS::Region' }, OutputName: 'X' } },
          Words: 'Data is not renamed in texts',
        },
      },
    },
  },
}
