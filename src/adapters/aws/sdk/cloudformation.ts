/** Named one by one and in a file of their own: of what is fetched when it is wanted, a bundle would have all there is. */
export {
  CancelUpdateStackCommand,
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation'
