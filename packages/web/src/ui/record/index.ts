export { Panel } from "./Panel.tsx";
export { Properties, type PropertyItem } from "./Property.tsx";
export { type RecordAction, RecordLayout, type RecordLayoutProps, Related } from "./RecordLayout.tsx";
export { Timeline, type TimelineItem } from "./Timeline.tsx";
