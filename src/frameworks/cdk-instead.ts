import { makePython, type OwnCommands, outputsFile } from './own-commands.ts'

const cdk = 'npx --yes --package aws-cdk@2 cdk'
const notes = ['The commands below are those of the CDK: Trellis neither names the stacks nor keeps the assembly.']

/** An app that another program than Node or the Python of requirements.txt runs. @param path goes before the one there is */
export const byCdk = (language: string, install?: string, path?: string): OwnCommands => {
  const start = path === undefined ? cdk : `PATH="${path}:$PATH" ${cdk}`
  return {
    notes: language === 'Python' ? notes : [...notes, `What builds ${language} has to be on the machine.`],
    ...(install !== undefined && { install }),
    deploy: `${start} deploy --all --require-approval never --outputs-file ${outputsFile}`,
    remove: `${start} destroy --all --force`,
    outputs: outputsFile,
  }
}

/** @param file what names its packages: installed into `.venv` by the tool that it is of */
export function byCdkInPython(file: string): OwnCommands {
  const path = '$PWD/.tool/bin:$PWD/.venv/bin'
  switch (file) {
    case 'uv.lock':
      return byCdk('Python', `${makePython('.tool', 'uv')}\n.tool/bin/uv sync --frozen\n`, path)
    case 'Pipfile': {
      const sync = 'PIPENV_VENV_IN_PROJECT=1 .tool/bin/pipenv sync'
      return byCdk('Python', `${makePython('.tool', 'pipenv')}\n${sync}\n`, path)
    }
    default:
      return byCdk('Python', `${makePython('.venv', '.')}\n`, '$PWD/.venv/bin')
  }
}
