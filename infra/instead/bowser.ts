/** Stands in for `bowser` in the bundles: the SDK reads a browser's name with it, and a Lambda has no browser. */
export default {};
