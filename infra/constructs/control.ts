import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { explainWildcard } from './wildcards.ts'

/** Roles in target accounts bear this name, so that nothing else can be assumed. */
export const targetRoles = 'trellis-target-*'

/** What the Lambdas of an installation may do. Each construct adds what it is needed for. */
export class Control extends Construct {
  readonly role: Role

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.role = new Role(this, 'Role', {
      description: 'Of the Lambdas of Trellis',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    })
    const anywhere = `arn:*:iam::*:role/${targetRoles}`
    this.role.addToPolicy(new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [anywhere] }))
    explainWildcard(this.role, anywhere, 'Target accounts are added later; the name keeps all other roles out.')
  }
}
