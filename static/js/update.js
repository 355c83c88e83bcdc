// Writing an update: what readers will see follows what is typed, and what is not saved is not sent.
// Without script the same buttons show it in the same frame when they are pressed.

const form = document.getElementById("update_form");
const looks = [...document.querySelectorAll("button[name=look]")];
let chosen = looks[0];
let waiting;

function look() {
  const old = document.querySelector("iframe[name=look]");
  const fresh = old.cloneNode(); // a new frame writes nothing into the browser's history
  old.replaceWith(fresh);
  form.requestSubmit(chosen);
}

function choose(button) {
  chosen = button;
  looks.forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
}

function unsaved() {
  const box = document.querySelector("[data-send]");
  if (!box || box.dataset.unsaved) return;
  box.dataset.unsaved = "1";
  const note = document.createElement("p");
  note.className = "notice";
  note.setAttribute("role", "status");
  note.textContent = form.dataset.unsaved;
  box.querySelector("h2").after(note);
  box.querySelectorAll("button").forEach((button) => (button.disabled = true));
}

looks.forEach((button) => button.addEventListener("click", (event) => event.isTrusted && choose(button)));
form.addEventListener("input", () => {
  unsaved();
  clearTimeout(waiting);
  waiting = setTimeout(look, 500);
});
choose(chosen);
look();
