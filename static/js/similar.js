// While a title is typed: open petitions that ask for nearly the same, so that people join forces.
// Without script the same list stands there after the first save.

const box = document.querySelector("[data-similar]");
const title = document.getElementById("id_title");
const PAUSE = 500; // milliseconds without a key

async function look(asked) {
  const query = new URLSearchParams({ title: title.value, but: box.dataset.but || "" });
  try {
    const answer = await fetch(`${box.dataset.similar}?${query}`, { credentials: "same-origin", signal: asked.signal });
    if (answer.ok && !answer.redirected) box.innerHTML = await answer.text();
  } catch {
    // Offline, or overtaken by the next key: the form itself does not need this list.
  }
}

if (box && title) {
  title.closest(".form-row")?.after(box);
  let waiting;
  let asked;
  title.addEventListener("input", () => {
    clearTimeout(waiting);
    asked?.abort();
    asked = new AbortController();
    waiting = setTimeout(look, PAUSE, asked);
  });
}
