/** Core reads the tables' names and addresses when it is loaded: load it after the stand has set them. */
export const projection = () => import("../../packages/core/src/projection/index.ts");
export type Projection = Awaited<ReturnType<typeof projection>>;
