import { Stack } from 'aws-cdk-lib'
import { AccountRootPrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { explainWildcard } from './wildcards.ts'

/** Roles in target accounts bear this name, so that nothing else can be assumed. */
export const targetRoles = 'trellis-target-*'

/**
 * What the Lambdas of an installation may do. Each construct adds what it is needed for. Their trust names no source, which Lambda does
 * not tell: IAM lets nobody give a role to a function of another account.
 */
export class Control extends Construct {
  /** Of the one that answers people, programs and build machines. */
  readonly answering: Role
  /** Of the one that works without being asked: it alone starts machines. */
  readonly working: Role
  /** Of the one that watchers talk to, which does nothing in the cloud. */
  readonly watching: Role
  /** What Trellis is to the accounts that it deploys to, whichever function goes there: the door to their roles, and nothing else. */
  readonly role: Role

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const role = (name: string, whose: string) =>
      new Role(this, name, {
        description: `Of the function ${whose} of Trellis`,
        assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      })
    this.answering = role('Answering', 'http')
    this.working = role('Working', 'worker')
    this.watching = role('Watching', 'live')
    const goers = [this.answering, this.working]
    const are = { ArnEquals: { 'aws:PrincipalArn': goers.map(one => one.roleArn) } }
    this.role = new Role(this, 'Role', {
      description: 'By which Trellis is known to the accounts that it deploys to',
      assumedBy: new AccountRootPrincipal().withConditions(are),
    })
    const assume = (resource: string) => new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [resource] })
    for (const one of goers) one.addToPolicy(assume(this.role.roleArn))
    const anywhere = (partition: string) => `arn:${partition}:iam::*:role/${targetRoles}`
    this.role.addToPolicy(assume(anywhere(Stack.of(this).partition)))
    explainWildcard(
      this.role,
      anywhere('<AWS::Partition>'),
      'Target accounts are added later; the name keeps all other roles out.',
    )
  }
}
