import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greeting, VERSION } from '../lambda/greeting';

test('the version is a v and a number', () => {
  assert.match(VERSION, /^v\d+$/);
});

test('the greeting tells the version and counts the visitor', () => {
  assert.deepEqual(greeting(7), { version: VERSION, visits: 7, message: `Hello from ${VERSION}, visitor 7` });
});
