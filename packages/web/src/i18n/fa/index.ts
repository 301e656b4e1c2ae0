export const fa = {};
