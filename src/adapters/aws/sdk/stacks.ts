/** As `cloudformation.ts`, for whoever makes stacks: most functions never do. */
export {
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
