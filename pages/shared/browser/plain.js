// Plain texts that change together: facts are named values side by side, points stand below each other, and a table has
// its columns.
const SHORT = 16 // characters

const STYLE = `
.plain {
  color: var(--st-text-color);
  font-family: var(--st-font);
  line-height: 1.6;
  margin: 0;
  overflow-wrap: anywhere;
  padding: 0;
}
.facts {
  display: grid;
  gap: 0.75rem 1rem;
  grid-template-columns: repeat(auto-fill, minmax(116px, 1fr));
}
dt {
  font-size: 0.875rem;
}
dd {
  font-size: 1.35rem;
  line-height: 1.3;
  margin: 0;
}
.points {
  display: grid;
  gap: 0.5rem;
  list-style: none;
}
li {
  padding-left: 1.2em;
  position: relative;
}
li::before {
  content: "•" / "";
  left: 0;
  position: absolute;
}
.table {
  /* A shade at a side where more can be scrolled to: what scrolls along covers it at the end. */
  --shade: color-mix(in srgb, var(--st-text-color) 30%, transparent);
  background:
    linear-gradient(to right, var(--st-background-color) 60%, transparent) left / 2rem 100% no-repeat local,
    linear-gradient(to left, var(--st-background-color) 60%, transparent) right / 2rem 100% no-repeat local,
    linear-gradient(to right, var(--shade), transparent) left / 0.7rem 100% no-repeat scroll,
    linear-gradient(to left, var(--shade), transparent) right / 0.7rem 100% no-repeat scroll;
  border: 1px solid var(--st-border-color);
  border-radius: var(--st-base-radius);
  font-size: 0.875rem;
  line-height: 1.4;
  overflow: auto;
}
.table:focus-visible {
  outline: 2px solid var(--st-primary-color);
}
table {
  border-collapse: collapse;
  font-variant-numeric: tabular-nums;
  width: 100%;
}
th, td {
  border-bottom: 1px solid var(--st-border-color);
  max-width: 26rem;
  padding: 0.4rem 0.6rem;
  text-align: left;
  vertical-align: top;
}
th {
  background: var(--st-secondary-background-color);
  font-weight: 500;
  overflow-wrap: normal;
  position: sticky;
  top: 0;
  vertical-align: bottom;
}
td.short {
  white-space: nowrap;
}
td:not(.short) {
  min-width: 10rem;
  overflow-wrap: anywhere;
}
tr:last-child > td {
  border-bottom: 0;
}
`

const element = (name, ...inside) => {
  const made = document.createElement(name)
  made.append(...inside)
  return made
}

// A number keeps its unit beside it; only what is longer wraps.
const short = (text) => Object.assign(element("td", text), { className: text.length <= SHORT ? "short" : "" })

const draw = {
  facts: (pairs) =>
    element("dl", ...pairs.map(([label, value]) => element("div", element("dt", label), element("dd", value)))),
  points: (sentences) => {
    const list = element("ul", ...sentences.map((sentence) => element("li", sentence)))
    list.role = "list" // without marks of its own it would not count as one everywhere
    return list
  },
  table: ({ columns, rows, alt, height }) => {
    const heads = columns.map((name) => Object.assign(element("th", name), { scope: "col" }))
    const body = rows.map((cells) => element("tr", ...cells.map(short)))
    const table = element("table", element("thead", element("tr", ...heads)), element("tbody", ...body))
    table.ariaLabel = alt
    const frame = element("div", table)
    frame.style.maxHeight = height ? `${height}px` : ""
    frame.tabIndex = 0 // what scrolls can be scrolled by the keyboard
    frame.role = "group"
    frame.ariaLabel = alt
    return frame
  },
}

export default function ({ data: { kind, texts }, parentElement }) {
  const drawn = draw[kind](texts)
  drawn.className = `plain ${kind}`
  const before = parentElement.querySelector(".plain")
  if (before) before.replaceChildren(...drawn.childNodes) // it stays where it is scrolled to, and in focus
  else parentElement.replaceChildren(element("style", STYLE), drawn)
}
