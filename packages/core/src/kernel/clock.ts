/**
 * The time that new ids carry. The context sets it, so that what shapes share with the browser (ids are part of every
 * shape) reaches no module of Node's.
 */
export const clock = { now: () => new Date() };
