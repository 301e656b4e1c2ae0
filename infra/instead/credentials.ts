import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * Stands in for the SDK's `@aws-sdk/credential-provider-node` in the bundles: Lambda hands credentials over in the
 * environment and nowhere else, and the sign-in clients that the SDK would try after it weigh 100 KB.
 */
export const defaultProvider = () => fromEnv();
