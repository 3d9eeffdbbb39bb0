// Plotly tells every click; the listener is tied at the first touch of a chart, whenever that was drawn.
const tied = new WeakMap()
export default function ({ data, parentElement, setTriggerValue }) {
  document.removeEventListener("pointerdown", tied.get(parentElement), true)
  const tie = (event) => {
    const plot = event.target.closest?.(data.charts)?.querySelector(".js-plotly-plot")
    if (!plot) return
    if (plot.tellPixel) plot.removeListener("plotly_click", plot.tellPixel)
    plot.tellPixel = ({ points }) => setTriggerValue("pixel", { row: points[0].y, column: points[0].x })
    plot.on("plotly_click", plot.tellPixel)
  }
  tied.set(parentElement, tie)
  document.addEventListener("pointerdown", tie, true)
  return () => document.removeEventListener("pointerdown", tie, true)
}
