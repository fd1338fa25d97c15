export interface Principal {
  arn: string
  partition: string
  accountId: string
  /** As the end of an ARN of IAM: `role/name`, `user/name`. A pattern where AWS does not tell all of it. */
  principal: string
}

/** Who somebody is for a role that is to trust them. @param arn as AWS says who calls */
export function findPrincipal(arn: string): Principal {
  const [, partition = 'aws', , , accountId = '', ...rest] = arn.split(':')
  const called = rest.join(':')
  // A role that was assumed is told without its path, and with the name of the session.
  const [, role] = /^assumed-role\/([^/]+)\//.exec(called) ?? []
  const withPath = role?.startsWith('AWSReservedSSO_') ? `role/aws-reserved/*/${role}` : `role/${role}`
  return { arn, partition, accountId, principal: role ? withPath : called }
}
