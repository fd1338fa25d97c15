const { DynamoDBClient, UpdateItemCommand } = require('@aws-sdk/client-dynamodb');
const { greeting } = require('./greeting');

const dynamodb = new DynamoDBClient({});

exports.handler = async () => {
  const { Attributes } = await dynamodb.send(
    new UpdateItemCommand({
      TableName: process.env.TABLE_NAME,
      Key: { id: { S: 'visits' } },
      UpdateExpression: 'ADD visits :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(greeting(Number(Attributes.visits.N))),
  };
};
