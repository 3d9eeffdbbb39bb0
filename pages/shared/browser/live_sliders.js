// Sliders that tell where they are while they are dragged. One message is under way at a time: what moves meanwhile
// is told when the answer is there, so that a slow link leaves values out, and never the last one.
const PATIENCE = 4000 // ms without an answer after which the next message is sent all the same

const STYLE = `
.sliders {
  color: var(--st-text-color);
  font-family: var(--st-font);
  font-size: 0.875rem;
  line-height: 1.4;
}
.title {
  align-items: center;
  display: flex;
  justify-content: space-between;
}
.help {
  background: none;
  border: 1px solid currentColor;
  border-radius: 50%;
  color: inherit;
  cursor: help;
  font: inherit;
  font-size: 0.7rem;
  height: 1.1rem;
  line-height: 1;
  opacity: 0.7;
  padding: 0;
  position: relative;
  width: 1.1rem;
}
.help:is(:hover, :focus)::after {
  background: var(--st-secondary-background-color);
  border: 1px solid var(--st-border-color);
  border-radius: var(--st-base-radius);
  bottom: 1.4rem;
  content: attr(data-help);
  padding: 0.4rem 0.6rem;
  position: absolute;
  right: 0;
  text-align: left;
  width: max-content;
  max-width: 16rem;
  z-index: 1;
}
.grid {
  align-items: center;
  column-gap: 0.75rem;
  display: grid;
  grid-template-columns: repeat(var(--handles), minmax(0, 1fr));
}
.grid.named {
  grid-template-columns: fit-content(5rem) repeat(var(--handles), minmax(0, 1fr));
}
.head {
  font-style: italic;
  font-weight: 600;
}
.name {
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.cell {
  align-items: center;
  display: flex;
  gap: 0.4rem;
}
output {
  flex: none;
  font-variant-numeric: tabular-nums;
  min-width: calc(var(--longest) * 1ch);
  text-align: right;
}
input {
  --thumb: 10px;
  --reach: calc(var(--thumb) / 2 + var(--at) * (100% - var(--thumb)));
  appearance: none;
  background: none;
  cursor: ew-resize;
  flex: 1;
  height: 32px;
  margin: 0;
  min-width: 0;
  touch-action: pan-y;
}
input::-webkit-slider-runnable-track {
  background: linear-gradient(to right, var(--color) var(--reach), var(--st-secondary-background-color) 0);
  border-radius: 3px;
  box-shadow: inset 0 0 0 1px var(--st-border-color);
  height: 18px;
}
input.hatched::-webkit-slider-runnable-track {
  background:
    linear-gradient(to right, transparent var(--reach), var(--st-secondary-background-color) 0),
    repeating-linear-gradient(-45deg, var(--color) 0 3px, var(--st-secondary-background-color) 3px 6px);
}
input::-webkit-slider-thumb {
  appearance: none;
  background: var(--color);
  border: 2px solid var(--st-background-color);
  border-radius: 5px;
  box-shadow: 0 0 0 1px var(--color);
  height: 26px;
  margin-top: -4px;
  width: var(--thumb);
}
input::-moz-range-track {
  background: var(--st-secondary-background-color);
  border: 1px solid var(--st-border-color);
  border-radius: 3px;
  height: 14px;
}
input::-moz-range-progress {
  background: var(--color);
  border-radius: 3px;
  height: 14px;
}
input.hatched::-moz-range-progress {
  background: repeating-linear-gradient(-45deg, var(--color) 0 3px, var(--st-secondary-background-color) 3px 6px);
}
input::-moz-range-thumb {
  background: var(--color);
  border: 2px solid var(--st-background-color);
  border-radius: 5px;
  box-shadow: 0 0 0 1px var(--color);
  box-sizing: border-box;
  height: 26px;
  width: var(--thumb);
}
input:focus-visible {
  border-radius: 5px;
  outline: 2px solid var(--st-primary-color);
  outline-offset: 1px;
}
@media (pointer: coarse) {
  input {
    --thumb: 14px;
    height: 44px;
  }
}
@media (forced-colors: active) {
  input {
    appearance: auto;
  }
}
`

const element = (tag, className, text = "") =>
  Object.assign(document.createElement(tag), { className, textContent: text })

class Sliders {
  constructor(parent) {
    this.root = element("div", "sliders")
    parent.append(element("style", "", STYLE), this.root)
    this.told = this.answered = 0
    this.letGo = () => this.settle()
    window.addEventListener("pointerup", this.letGo)
    window.addEventListener("pointercancel", this.letGo)
  }

  remove() {
    window.removeEventListener("pointerup", this.letGo)
    window.removeEventListener("pointercancel", this.letGo)
    clearTimeout(this.timer)
  }

  show(data, tell) {
    this.tell = tell
    this.answered = Math.max(this.answered, data.serial)
    this.told = Math.max(this.told, data.serial)
    this.build(data)
    data.rows.flatMap((row) => row.handles).forEach((handle, i) => this.place(i, handle))
    this.flush()
  }

  // The elements stay while names, heads and ranges do.
  build({ title, help, heads, rows, low, high, step }) {
    const shape = JSON.stringify([title, heads.length, rows.map((row) => row.handles.length), low, high, step])
    if (shape !== this.shape) {
      this.shape = shape
      const focused = this.inputs?.indexOf(this.root.getRootNode().activeElement)
      this.digits = (String(step).split(".")[1] ?? "").length
      this.root.replaceChildren()
      this.inputs = rows.flatMap((row) => row.handles).map(() => this.input(low, high, step))
      if (title) {
        this.root.append(element("div", "title"))
        this.root.lastChild.append(element("span", ""))
        if (help) this.root.lastChild.append(element("button", "help", "?"))
      }
      const grid = element("div", "grid")
      grid.style.setProperty("--handles", rows[0].handles.length)
      grid.classList.toggle("named", !title)
      this.heads = heads.map(() => element("span", "head"))
      if (heads.length) grid.append(element("span", ""), ...this.heads)
      this.names = title ? [] : rows.map(() => element("span", "name"))
      this.outputs = this.inputs.map(() => element("output", ""))
      let i = 0
      rows.forEach((row, r) => {
        if (!title) grid.append(this.names[r])
        row.handles.forEach(() => {
          const cell = element("span", "cell")
          cell.append(this.inputs[i])
          if (!title) cell.append(this.outputs[i]) // else the exact value stands in a box beside it
          i += 1
          grid.append(cell)
        })
      })
      this.root.append(grid)
      if (focused >= 0) this.inputs[focused]?.focus()
    }
    const texts = [low, high].map((end) => end.toFixed(this.digits))
    texts.push(...rows.flatMap((row) => row.handles.map((handle) => handle.says)))
    // No slider changes its length under the finger.
    if (!this.held) this.root.style.setProperty("--longest", Math.max(...texts.map((text) => text.length)))
    if (title) {
      this.root.querySelector(".title span").textContent = title
      const button = this.root.querySelector(".help")
      if (button) {
        button.dataset.help = help
        button.ariaLabel = `Help: ${help}`
      }
    }
    heads.forEach((head, h) => {
      this.heads[h].textContent = head.text
      this.heads[h].style.color = head.color
    })
    this.names.forEach((name, r) => {
      name.textContent = rows[r].name
      name.title = rows[r].name
    })
  }

  input(low, high, step) {
    const input = Object.assign(document.createElement("input"), { type: "range", min: low, max: high, step })
    input.role = "slider"
    input.onpointerdown = () => {
      this.held = true
    }
    input.onkeydown = (event) => {
      this.repeated = event.repeat
    }
    input.onkeyup = input.onblur = () => this.settle()
    input.oninput = () => {
      this.active = this.inputs.indexOf(input)
      this.paint(this.active, Number(input.value).toFixed(this.digits))
      this.want = { handle: this.active, value: Number(input.value), done: !this.held && !this.repeated }
      this.flush()
    }
    return input
  }

  // The pointer or the key is let go: the last value counts.
  settle() {
    this.held = this.repeated = false
    const last = this.want ?? this.last
    if (!last || last.done) return
    this.want = { ...last, done: true }
    this.flush()
  }

  flush() {
    const waiting = this.told > this.answered && Date.now() - this.since < PATIENCE
    if (!this.want || waiting) return
    this.last = this.want
    this.want = null
    this.since = Date.now()
    this.told += 1
    this.tell({ ...this.last, serial: this.told })
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.flush(), PATIENCE)
  }

  // A handle that moves, or whose move has no answer yet, is where the finger is.
  place(i, { label, value, says, color, pattern }) {
    const input = this.inputs[i]
    input.ariaLabel = label
    input.style.setProperty("--color", color || "var(--st-primary-color)")
    input.classList.toggle("hatched", pattern !== "")
    if (i === this.active && (this.held || this.want || this.told > this.answered)) return
    input.value = value
    this.paint(i, says)
  }

  paint(i, says) {
    const input = this.inputs[i]
    input.style.setProperty("--at", (input.value - input.min) / (input.max - input.min))
    input.ariaValueText = says
    this.outputs[i].textContent = says
  }
}

const all = new WeakMap()

export default function ({ data, parentElement, setStateValue }) {
  if (!all.has(parentElement)) all.set(parentElement, new Sliders(parentElement))
  all.get(parentElement).show(data, (move) => setStateValue("move", move))
  return () => {
    all.get(parentElement).remove()
    all.delete(parentElement)
  }
}
