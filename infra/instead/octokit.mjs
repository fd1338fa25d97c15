// Parts of Octokit that no function uses: its own webhooks and sign-in, and waiting for GitHub, which is turned off.
class Nowhere {
  static defaults() {
    return Nowhere
  }

  constructor() {
    throw new Error('Of Octokit this is not in the bundle.')
  }
}
const none = () => ({})

export {
  Nowhere as OAuthApp,
  Nowhere as Webhooks,
  none as createNodeMiddleware,
  none as handleRequest,
  none as paginateGraphQL,
  none as restEndpointMethods,
  none as retry,
  none as sendNodeResponse,
  none as throttling,
  none as unknownRouteResponse,
}
