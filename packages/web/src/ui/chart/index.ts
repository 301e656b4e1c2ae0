export { type Bar, BarChart, FunnelChart } from "./BarChart.tsx";
export { LineChart, type Series } from "./LineChart.tsx";
