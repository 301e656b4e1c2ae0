export { Board, type BoardColumn, type BoardProps, type BoardStrip } from "./Board.tsx";
export type { Landing } from "./move.ts";
