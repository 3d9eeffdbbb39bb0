// Draws a Plotly figure into one <div> for as long as the chart is on the page: a new figure changes what is there.
const QUIET = 300 // ms
let library

const load = (url) =>
  (library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = new URL(url, document.baseURI)
    script.onload = () => resolve(window.Plotly)
    script.onerror = () => reject(new Error(`${script.src} can't be loaded`))
    document.head.append(script)
  }))

class Plot {
  constructor(parent) {
    this.div = document.createElement("div")
    this.div.role = "figure"
    this.div.dataset.testid = "stPlotlyChart" // as Streamlit's own would be found
    this.div.ariaBusy = "true"
    parent.append(this.div)
    this.sizes = new ResizeObserver(() => this.width !== this.div.clientWidth && this.draw())
    this.sizes.observe(this.div)
    // What is out of sight waits until nothing has changed for a moment: what is seen need not wait for it.
    this.sight = new IntersectionObserver(([entry]) => this.seen(entry.isIntersecting), { rootMargin: "300px" })
    this.sight.observe(this.div)
  }

  show(given) {
    this.given = given
    this.div.ariaLabel = given.alt
    this.div.style.height = `${given.layout.height}px`
    this.draw()
  }

  seen(near) {
    this.near = near
    if (near && this.timer) this.draw()
  }

  draw() {
    clearTimeout(this.timer)
    this.div.ariaBusy = "true"
    this.timer = this.near === false ? setTimeout(() => this.paint(), QUIET) : undefined
    if (!this.timer) this.paint()
  }

  async paint() {
    this.timer = undefined
    try {
      const plotly = await load(this.given.library)
      const { data, layout, config } = this.given
      this.width = layout.width = this.div.clientWidth
      // Without a width it is out of the page by now, or hidden: the observer of sizes draws what comes to light.
      if (this.width) await plotly.react(this.div, data, layout, config)
    } catch (error) {
      library = undefined
      this.div.textContent = `This picture can't be drawn: ${error.message}. Reload the page to try again.`
    }
    this.div.ariaBusy = "false"
  }

  remove() {
    this.sizes.disconnect()
    this.sight.disconnect()
    clearTimeout(this.timer)
    window.Plotly?.purge(this.div)
    this.div.remove()
  }
}

const plots = new WeakMap()

export default function ({ data, parentElement }) {
  if (!plots.has(parentElement)) plots.set(parentElement, new Plot(parentElement))
  plots.get(parentElement).show(JSON.parse(new TextDecoder().decode(data)))
  return () => {
    plots.get(parentElement).remove()
    plots.delete(parentElement)
  }
}
