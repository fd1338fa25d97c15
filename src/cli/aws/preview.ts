import type { Look } from '../terminal.ts'
import type { InstallPreview } from '../world.ts'

/** What an installation comes to, before it is begun. */
export function previewLines(preview: InstallPreview, { paint }: Look): string[] {
  const { name, account, region, identity, begun, stands, kinds, estimate, permissions, domain, image, alarmEmail } =
    preview
  const widest = Math.max(...kinds.map(one => String(one.count).length))
  return [
    `${stands ? 'Stands already, and is brought up to what this command has:' : begun ? 'Goes on with' : 'Installs'} ${paint('bold', name)} in ${region}, in the AWS account ${account}, as ${identity}.`,
    ...preparing(preview),
    ...(domain ? [`It is found under https://${domain}, by a certificate of ACM in a stack of its own.`] : []),
    ...(image ? [`Builds run in ${image}.`] : []),
    ...(alarmEmail ? [`Alarms are told to ${alarmEmail}, whom AWS asks first whether they want that.`] : []),
    'The stack has:',
    ...kinds.map(({ kind, count }) => `  ${String(count).padStart(widest)}  ${kind}`),
    `It costs about ${paint('bold', dollars(estimate.monthly))} a month while nobody builds:`,
    ...estimate.idle.map(({ what, monthly }) => `  ${dollars(monthly)}  ${what}`),
    `  and about ${dollars(estimate.build, 4)} for the machine of a build of five minutes; calls and records of a lively one come to as much again.`,
    paint('dim', `  By ${estimate.basis}, without taxes.`),
    ...(permissions.unknown
      ? [paint('yellow', `What you may do there cannot be looked at: ${permissions.unknown}`)]
      : []),
    ...(permissions.missingToRemove.length > 0
      ? [
          paint(
            'yellow',
            'You may not do what `trellis uninstall` needs, nor what clears away an attempt that failed:',
          ),
          ...permissions.missingToRemove.map(one => `  ${one}`),
        ]
      : []),
  ]
}

/** It is what nobody must learn of afterwards: who may deploy there may then do what that role may. */
function preparing({ prepares, bootstrapPolicies }: InstallPreview): string[] {
  const chosen = bootstrapPolicies.length > 0
  if (!prepares) {
    return chosen ? ['The account is prepared for the CDK already: --bootstrap-policy changes nothing there.'] : []
  }
  const may = chosen ? bootstrapPolicies.join(', ') : 'AdministratorAccess'
  return [
    `The account is prepared for the CDK first, as \`cdk bootstrap\` does: the stack CDKToolkit, whose execution role has ${may}.`,
    ...(chosen ? [] : ['  --bootstrap-policy ARN gives it another policy (docs/aws.md says what it has to allow).']),
  ]
}

const dollars = (amount: number, digits = 2): string => `$${amount.toFixed(digits)}`
