// Draws a Plotly figure into one <div> for as long as the chart is on the page: a new figure changes what is there.
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
    // What is out of sight is drawn when it comes near: what is seen need not wait for it.
    this.sight = new IntersectionObserver(([entry]) => this.seen(entry.isIntersecting), { rootMargin: "300px" })
    this.sight.observe(this.div)
    this.print = () => this.seen(true)
    window.addEventListener("beforeprint", this.print)
  }

  show(given) {
    this.given = given
    this.div.ariaLabel = given.alt
    this.div.style.height = `${given.layout.height}px`
    this.draw()
  }

  seen(near) {
    this.near = near
    if (near && this.waiting) this.draw()
    if (!near) this.div.ariaBusy = "false"
  }

  async draw() {
    this.waiting = !this.near || !this.div.clientWidth
    if (this.waiting) return
    this.div.ariaBusy = "true"
    try {
      const plotly = await load(this.given.library)
      if (!this.div.isConnected) return
      const { data, layout, config } = this.given
      this.width = layout.width = this.div.clientWidth
      await plotly.react(this.div, data, layout, config)
    } catch (error) {
      library = undefined
      this.div.textContent = `This picture can't be drawn: ${error.message}. Reload the page to try again.`
    }
    this.div.ariaBusy = "false"
  }

  remove() {
    this.sizes.disconnect()
    this.sight.disconnect()
    window.removeEventListener("beforeprint", this.print)
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
