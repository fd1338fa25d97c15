/** As in `cloudformation.ts`. */
export { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
