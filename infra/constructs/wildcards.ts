import { Validations } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/** Says why a permission cannot name its resources one by one. @param resource as cdk-nag writes it: `<LogicalId.Arn>/artifacts/*` */
export function explainWildcard(holder: IConstruct, resource: string, reason: string): void {
  Validations.of(holder).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason })
}
