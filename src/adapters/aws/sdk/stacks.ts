/** As `cloudformation.ts`, for whoever makes stacks: most functions never do. */
export { CreateStackCommand, DescribeStackEventsCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation'
