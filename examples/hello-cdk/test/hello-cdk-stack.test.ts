import { test } from 'node:test';
import * as cdk from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HelloCdkStack } from '../lib/hello-cdk-stack';

const template = Template.fromStack(new HelloCdkStack(new cdk.App(), 'TestStack'));

test('GET / is the only route', () => {
  template.resourceCountIs('AWS::ApiGatewayV2::Route', 1);
  template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'GET /' });
});

test('the function knows its table, whose name is left to CloudFormation', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { TABLE_NAME: Match.anyValue() } },
  });
  template.hasResourceProperties('AWS::DynamoDB::Table', { TableName: Match.absent() });
});
