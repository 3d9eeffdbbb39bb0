// What every page needs of the browser. It begins at its top, also if a button led to it. And it says in a sentence what
// was not taken before the app could see it: a text that is too long for a message, and a file of which Streamlit shows
// no more than that something is wrong with it.
const CHIP = '[data-testid="stFileChip"][aria-invalid="true"]'
const UPLOAD = "/_stcore/upload_file/"

const STYLE = `
.notice {
  align-items: start;
  background: var(--st-background-color);
  border: 1px solid var(--st-red-color);
  border-radius: var(--st-base-radius);
  box-shadow: 0 4px 16px #0006;
  box-sizing: border-box;
  color: var(--st-text-color);
  font: 1rem/1.5 var(--st-font);
  gap: 1rem;
  inset: auto 0 1rem;
  margin: 0 auto;
  max-width: 40rem;
  overflow-wrap: anywhere;
  padding: 0.75rem 1rem;
  width: calc(100% - 2rem);
}
.notice:popover-open {
  display: flex;
}
p {
  flex: 1;
  margin: 0;
}
button {
  background: none;
  border: 1px solid var(--st-border-color);
  border-radius: var(--st-base-radius);
  color: inherit;
  cursor: pointer;
  font: inherit;
  padding: 0 0.75rem;
}
`

const bytes = (text) => new TextEncoder().encode(text).length
const counted = (size) => `${size.toLocaleString("en")} bytes`

class Refusals {
  constructor(parent) {
    this.notice = document.createElement("div")
    this.notice.popover = "manual"
    this.notice.className = "notice"
    this.text = document.createElement("p")
    this.text.role = "alert"
    const close = document.createElement("button")
    close.textContent = "Close"
    close.onclick = () => this.notice.hidePopover()
    this.notice.append(this.text, close)
    const style = document.createElement("style")
    style.textContent = STYLE
    parent.replaceChildren(style, this.notice)
    this.end = new AbortController()
    const early = { capture: true, signal: this.end.signal }
    document.addEventListener("paste", (event) => this.entered(event, event.clipboardData), early)
    document.addEventListener("drop", (event) => this.entered(event, event.dataTransfer), early)
    this.page = new MutationObserver(() => this.look())
    this.page.observe(document.body, { attributeFilter: ["aria-invalid"], childList: true, subtree: true })
    this.network = new PerformanceObserver((list) => list.getEntries().forEach((entry) => this.answered(entry)))
    this.network.observe({ type: "resource" })
  }

  say(sentence) {
    this.text.textContent = sentence
    this.notice.showPopover()
  }

  entered(event, carried) {
    const text = carried?.getData("text/plain") ?? ""
    const before = [...document.querySelectorAll("input[type=text], textarea")].map((box) => box.value)
    const [more, all] = [bytes(text), bytes(before.join(""))]
    if (!more || more + all <= this.most) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const box = event.target.ariaLabel ? `“${event.target.ariaLabel}”: ` : ""
    const beside = all ? `, beside ${counted(all)} that stand on this page` : ""
    this.say(
      `${box}This text has ${counted(more)}${beside}; all texts of a page together may have ${counted(this.most)}. ` +
        `Nothing was put in. Take a part of it, or choose it as a file where the page takes one.`
    )
  }

  answered({ name, responseStatus, serverTiming }) {
    if (!name.includes(UPLOAD) || responseStatus < 400) return
    const refused = serverTiming.find((entry) => entry.name === "refused")
    this.reason = refused?.description ?? `the server answered with ${responseStatus}. Reload the page and try again.`
    this.look()
  }

  look() {
    const chip = [...document.querySelectorAll(CHIP)].at(-1)
    if (chip === this.chip && !this.reason) return
    if (!chip && this.chip) this.notice.hidePopover() // the file that it is about was removed
    this.chip = chip
    if (!chip) return
    this.say(this.why(chip))
    this.reason = undefined
  }

  why(chip) {
    const name = chip.querySelector('[data-testid="stFileChipName"]').textContent
    const said = chip.querySelector('[role="alert"]').textContent
    const refused = `“${name}” was not taken: `
    if (this.reason) return refused + this.reason
    const most = said.match(/must be (.+) or smaller/)?.[1]
    if (most) return `${refused}it is too large; a file may have at most ${most}. Choose a smaller one, or split it.`
    if (said.includes("not allowed")) {
      const accept = chip.closest('[data-testid="stFileUploader"]').querySelector("input").accept
      const kinds = accept.split(",").filter((kind) => kind.startsWith("."))
      return `${refused}the name of a file must end in ${kinds.join(", ")} here. Save it as one of these.`
    }
    return `${refused}it did not reach the server. Remove it, then choose it again.`
  }

  remove() {
    this.end.abort()
    this.page.disconnect()
    this.network.disconnect()
  }
}

const mounted = new WeakMap()
let shown

export default function ({ data, parentElement }) {
  if (shown !== undefined && shown !== data.page) document.querySelector('[data-testid="stMain"]').scrollTo(0, 0)
  shown = data.page
  if (!mounted.has(parentElement)) mounted.set(parentElement, new Refusals(parentElement))
  mounted.get(parentElement).most = data.most
  return () => {
    mounted.get(parentElement).remove()
    mounted.delete(parentElement)
  }
}
