// Writing Markdown without knowing it: buttons that put the marks in, and what readers will see below.
// The site itself makes the preview, by the code that makes the page; without script it is a plain field.

const MARKS = { heading: ["## ", ""], bold: ["**", "**"], italic: ["*", "*"], list: ["- ", ""], quote: ["> ", ""], link: ["[", "](https://)"] };
const WHOLE_LINES = new Set(["heading", "list", "quote"]);

function mark(area, name) {
  const [before, after] = MARKS[name];
  let { selectionStart: start, selectionEnd: end } = area;
  if (WHOLE_LINES.has(name)) start = area.value.lastIndexOf("\n", start - 1) + 1;
  const chosen = area.value.slice(start, end);
  const written = WHOLE_LINES.has(name)
    ? chosen.split("\n").map((line) => before + line).join("\n")
    : before + chosen + after;
  area.setRangeText(written, start, end, "end");
  if (!chosen && after) area.selectionStart = area.selectionEnd = start + before.length;
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function tools(area) {
  const row = document.createElement("div");
  row.className = "story-tools";
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", area.dataset.tools);
  for (const [name, label] of Object.entries(JSON.parse(area.dataset.marks))) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.dataset.mark = name;
    button.addEventListener("click", () => mark(area, name));
    row.append(button);
  }
  area.before(row);
}

function shown(area) {
  const box = document.createElement("section");
  box.className = "story-shown";
  box.setAttribute("aria-label", area.dataset.shown);
  const title = box.appendChild(document.createElement("p"));
  title.textContent = area.dataset.shown;
  const prose = box.appendChild(document.createElement("div"));
  prose.className = "prose";
  if (area.lang) prose.lang = area.lang;
  area.after(box);
  let waiting;
  let asked;
  const look = async () => {
    box.hidden = !area.value.trim();
    if (box.hidden) return;
    asked?.abort();
    asked = new AbortController();
    const body = new FormData();
    body.set("story", area.value);
    body.set("csrfmiddlewaretoken", area.form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(area.dataset.markdown, { method: "POST", body, signal: asked.signal });
      if (answer.ok) prose.innerHTML = await answer.text();
    } catch {
      // offline or overtaken by the next letter: the last picture stays
    }
  };
  area.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 400);
  });
  look();
}

for (const area of document.querySelectorAll("textarea[data-markdown]")) {
  tools(area);
  shown(area);
}
