// By which pino writes from another thread: a function writes by itself.
export default class {
  constructor() {
    throw new Error('A function has no other thread to write its log from.')
  }
}
