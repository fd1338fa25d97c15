/** How long a deployment waits for a build machine where there is no room for one, before it fails. */
export const machinePatienceMinutes = 60
