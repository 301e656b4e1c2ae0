import { Skeleton, SkeletonLines } from "../Skeleton.tsx";
import { RecordLayout } from "./RecordLayout.tsx";

/** A record to come, in a record's geometry. */
export function RecordSkeleton(props: { narrow?: boolean | undefined }) {
  return (
    <RecordLayout
      narrow={props.narrow ?? false}
      name={<Skeleton width={220} height={16} />}
      sentence={<Skeleton width={320} />}
      actions={[]}
      properties={<SkeletonLines lines={7} />}
      timeline={<SkeletonLines lines={9} />}
    />
  );
}
