/**
 * The property that gives a resource its physical name. A list, not a rule: many properties called `…Name` name
 * something else (the function of a permission) or something that is unique only inside its parent (an inline policy).
 */
export const nameProperties: Readonly<Record<string, string>> = {
  'AWS::Athena::WorkGroup': 'Name',
  'AWS::Backup::BackupVault': 'BackupVaultName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::CompositeAlarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::CodeBuild::Project': 'Name',
  'AWS::CodePipeline::Pipeline': 'Name',
  'AWS::Cognito::UserPoolDomain': 'Domain',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::ECR::Repository': 'RepositoryName',
  'AWS::ECS::Cluster': 'ClusterName',
  'AWS::ElastiCache::ReplicationGroup': 'ReplicationGroupId',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Name',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'Name',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::Glue::Job': 'Name',
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Kinesis::Stream': 'Name',
  'AWS::KinesisFirehose::DeliveryStream': 'DeliveryStreamName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::OpenSearchService::Domain': 'DomainName',
  'AWS::Pipes::Pipe': 'Name',
  'AWS::RDS::DBCluster': 'DBClusterIdentifier',
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SSM::Parameter': 'Name',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::StepFunctions::Activity': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::WAFv2::IPSet': 'Name',
  'AWS::WAFv2::WebACL': 'Name',
}

/** Names of these hold in the whole account (of a bucket: in the world), those of all others in one region. */
export const accountWide = /^AWS::(IAM|S3|CloudFront|Route53)::/

/**
 * Names that the CDK itself writes as literals, from the place in the code, although they must be unique in the
 * account. Everything else refers to these resources by id, so the name is a mere label and may be changed.
 */
export const labels: Readonly<Record<string, { path: readonly string[]; longest: number }>> = {
  'AWS::CloudFront::CachePolicy': { path: ['CachePolicyConfig', 'Name'], longest: 128 },
  'AWS::CloudFront::Function': { path: ['Name'], longest: 64 },
  'AWS::CloudFront::KeyGroup': { path: ['KeyGroupConfig', 'Name'], longest: 128 },
  'AWS::CloudFront::KeyValueStore': { path: ['Name'], longest: 64 },
  'AWS::CloudFront::OriginAccessControl': { path: ['OriginAccessControlConfig', 'Name'], longest: 64 },
  'AWS::CloudFront::OriginRequestPolicy': { path: ['OriginRequestPolicyConfig', 'Name'], longest: 128 },
  'AWS::CloudFront::PublicKey': { path: ['PublicKeyConfig', 'Name'], longest: 128 },
  'AWS::CloudFront::ResponseHeadersPolicy': { path: ['ResponseHeadersPolicyConfig', 'Name'], longest: 128 },
}
