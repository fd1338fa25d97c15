import { z } from 'zod'
import { VariableName } from './names.ts'
import { variableSteps } from './vocabulary.ts'

export const VariableStep = z.enum(variableSteps)
export type VariableStep = z.infer<typeof VariableStep>

export const SetVariable = z.strictObject({
  key: VariableName,
  value: z
    .string()
    .max(64 * 1024, 'must have at most 65536 characters')
    .refine(value => !value.includes('\0'), 'must not hold a NUL character: no environment can carry one'),
  plain: z.boolean().optional().describe('Default: as it was, and secret when it is new'),
  steps: z
    .array(VariableStep)
    .min(1)
    .nullable()
    .optional()
    .describe('Null: all. Default: as it was, and all when it is new'),
})
export type SetVariable = z.input<typeof SetVariable>

/** A variable as it is shown: the value only when it is plain. */
export const Variable = z.object({
  key: VariableName,
  plain: z.boolean(),
  value: z.string().nullable().describe('Null: secret'),
  steps: z.array(VariableStep).nullable(),
  updatedAt: z.iso.datetime(),
})
export type Variable = z.infer<typeof Variable>

export const VariablesSaved = z.object({
  variables: z.array(Variable),
  warnings: z.array(z.string()),
})
export type VariablesSaved = z.infer<typeof VariablesSaved>
