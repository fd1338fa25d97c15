import { z } from 'zod'
import { AddEnvironment, Environment, SetEnvironment } from '../app.ts'
import { SetVariable, Variable, VariablesSaved } from '../variable.ts'
import { app, environment } from './parameters.ts'
import type { Route } from './route.ts'

export const environmentsRoutes = {
  listEnvironments: {
    method: 'get',
    path: '/api/v1/apps/{app}/environments',
    summary: 'List the environments in order',
    auth: 'user',
    params: app,
    status: 200,
    response: z.array(Environment),
  },
  addEnvironment: {
    method: 'post',
    path: '/api/v1/apps/{app}/environments',
    summary: 'Add an environment',
    auth: 'user',
    params: app,
    body: AddEnvironment,
    status: 201,
    response: Environment,
  },
  setEnvironment: {
    method: 'patch',
    path: '/api/v1/apps/{app}/environments/{environment}',
    summary: "Change an environment's settings",
    auth: 'user',
    params: environment,
    body: SetEnvironment,
    status: 200,
    response: Environment,
  },
  removeEnvironment: {
    method: 'delete',
    path: '/api/v1/apps/{app}/environments/{environment}',
    summary: 'Remove an empty environment',
    auth: 'user',
    params: environment,
    query: z.object({ leaveResources: z.stringbool().default(false) }),
    status: 204,
    response: 'empty',
  },
  listVariables: {
    method: 'get',
    path: '/api/v1/apps/{app}/environments/{environment}/variables',
    summary: 'List the variables',
    auth: 'user',
    params: environment,
    status: 200,
    response: z.array(Variable),
  },
  setVariables: {
    method: 'put',
    path: '/api/v1/apps/{app}/environments/{environment}/variables',
    summary: 'Set variables; others stay',
    auth: 'user',
    params: environment,
    body: z.array(SetVariable).min(1).max(200),
    status: 200,
    response: VariablesSaved,
  },
  unsetVariable: {
    method: 'delete',
    path: '/api/v1/apps/{app}/environments/{environment}/variables/{key}',
    summary: 'Remove a variable',
    auth: 'user',
    params: environment.extend({ key: z.string() }),
    status: 204,
    response: 'empty',
  },
} as const satisfies Record<string, Route>
