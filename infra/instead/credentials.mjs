// Ways to credentials that a Lambda never goes: its own stand in its environment.
const nowhere = () => async () => {
  throw new Error('There are no such credentials in a function of AWS.')
}

export {
  nowhere as fromIni,
  nowhere as fromProcess,
  nowhere as fromSSO,
  nowhere as fromTokenFile,
  nowhere as fromWebToken,
  nowhere as fromLoginCredentials,
  nowhere as fromHttp,
  nowhere as fromCognitoIdentity,
  nowhere as fromCognitoIdentityPool,
  nowhere as fromContainerMetadata,
  nowhere as fromInstanceMetadata,
}
