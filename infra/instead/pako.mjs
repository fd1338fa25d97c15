import { deflateSync, inflateSync } from 'node:zlib'
import { Inflate } from 'pako/lib/inflate.js'

// What git takes of pako; Node has it already, but for a stream that can be fed bit by bit without waiting.
export default { Inflate, inflate: inflateSync, deflate: deflateSync }
