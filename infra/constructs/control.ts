import { Stack } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { explainWildcard } from './wildcards.ts'

/** Roles in target accounts bear this name, so that nothing else can be assumed. */
export const targetRoles = 'trellis-target-*'

/**
 * What the Lambdas of an installation may do. Each construct adds what it is needed for. Their trust names no source, which Lambda does
 * not tell: IAM lets nobody give a role to a function of another account.
 */
export class Control extends Construct {
  /** Of those who do what Trellis does. */
  readonly role: Role
  /** Of the one that watchers talk to, which does nothing in the cloud. */
  readonly watching: Role

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const role = (name: string, description: string) =>
      new Role(this, name, { description, assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    this.role = role('Role', 'Of the functions http and worker of Trellis')
    this.watching = role('Watching', 'Of the function live of Trellis')
    const anywhere = (partition: string) => `arn:${partition}:iam::*:role/${targetRoles}`
    const resources = [anywhere(Stack.of(this).partition)]
    this.role.addToPolicy(new PolicyStatement({ actions: ['sts:AssumeRole'], resources }))
    explainWildcard(
      this.role,
      anywhere('<AWS::Partition>'),
      'Target accounts are added later; the name keeps all other roles out.',
    )
  }
}
