import { Validations } from 'aws-cdk-lib'
import type { Role } from 'aws-cdk-lib/aws-iam'

/** Says why a permission cannot name its resources one by one. @param resource as cdk-nag writes it: `<LogicalId.Arn>/artifacts/*` */
export function explainWildcard(role: Role, resource: string, reason: string): void {
  Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason })
}
