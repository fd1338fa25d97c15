const place = 'trellis-looked-at'

/**
 * What somebody had looked at in this tab, so that a reload looks again by itself. A link alone makes the server look at nothing: it
 * could name any address.
 */
export const keepLookedAt = (look: object): void => sessionStorage.setItem(place, JSON.stringify(look))

export const wasLookedAt = (look: object): boolean => sessionStorage.getItem(place) === JSON.stringify(look)
