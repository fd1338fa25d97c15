/**
 * What usually helps when CloudFormation gives this reason. The reason is a service's free text, so a hint is only
 * ever added advice; nothing is decided by it.
 */
const hints: readonly (readonly [RegExp, string])[] = [
  [
    /template (format|validation) error|template error|unresolved resource dependenc|unrecognized resource type/i,
    'The template itself is wrong, so nothing was changed. Look in the code for what the message names: most often an override, a `Cfn…` construct or an included template. `npx cdk synth` shows the template.',
  ],
  [
    /requires capabilities|InsufficientCapabilities/i,
    'The template makes IAM resources or uses a macro that has to be allowed: look at the message.',
  ],
  [
    /already exists|AlreadyExists|BucketAlreadyOwnedByYou/i,
    'Something of that name stands already. Remove the fixed name from the code, or delete the old resource.',
  ],
  [
    /not authorized|AccessDenied|UnauthorizedOperation|explicit deny|is denied/i,
    'The credentials, or the role that CloudFormation deploys with, lack a permission: the message names it.',
  ],
  [
    /limit exceeded|LimitExceeded|quota|TooMany|maximum number/i,
    'A quota of the account is used up: raise it under Service Quotas, or delete what is not needed.',
  ],
  [
    /handler .*cannot|not supported|InvalidRuntime|runtime parameter/i,
    'The service refused a value: compare the property with its documentation for this region.',
  ],
  [/timed? ?out|did not stabilize|NotStabilized/i, 'The resource did not become ready in time: look at its own logs.'],
  [/in use by|is being used/i, 'Another stack or resource still uses it: deploy that one first, or remove the use.'],
  [
    /CustomResource|Custom::|cfn-response|See the details in CloudWatch/i,
    "Look at the log group of the custom resource's Lambda function.",
  ],
  [
    /DeletionProtection|deletion protection/i,
    'The resource is protected from deletion: turn the protection off in the code and deploy that first.',
  ],
]

export const hintFor = (reason: string): string | undefined => hints.find(([pattern]) => pattern.test(reason))?.[1]
