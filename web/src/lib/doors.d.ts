declare module 'virtual:doors' {
  /** Of what people call; made by `web/build/doors.ts`. */
  export const doors: Readonly<
    Record<import('../../../src/contract/routes.ts').PeoplesRouteName, import('../../../src/client/door.ts').Door>
  >
}
