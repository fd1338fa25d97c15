import { ensurePythonTool } from '../../../src/emulator/install.ts'

const version = '5.2.5'

// Pinned with everything below it, so that what it answers today it answers a year from now.
const pinned = [
  'blinker==1.9.0',
  'boto3==1.44.8',
  'botocore==1.44.8',
  'certifi==2026.10.19.post1',
  'cffi==2.1.1',
  'charset-normalizer==3.5.3',
  'click==8.5.1',
  'cryptography==50.0.2',
  'Flask==3.1.3',
  'flask-cors==6.0.5',
  'idna==3.20',
  'itsdangerous==2.2.0',
  'Jinja2==3.1.6',
  'jmespath==1.1.0',
  'MarkupSafe==3.0.4',
  'py-partiql-parser==0.6.3',
  'pycparser==3.12',
  'python-dateutil==2.9.0.post0',
  'PyYAML==6.0.4',
  'requests==2.34.2',
  'responses==0.26.3',
  's3transfer==0.19.3',
  'six==1.17.0',
  'urllib3==2.8.0',
  'Werkzeug==3.1.9',
  'xmltodict==1.0.4',
]

// What its own choice `server` adds to these is for services that Trellis does not ask it for.
const besides = ['Flask', 'flask-cors', 'py-partiql-parser', 'PyYAML']

/** A second program that answers as DynamoDB does, written by others, installed on the first call. @returns the Python that has it */
export const ensureMoto = (): Promise<string> =>
  ensurePythonTool({ name: 'moto', version, pinned, besides, what: 'The second emulator' })
