// Menus and filters of the desk are <details>: they open without script. With it they also close again,
// by Escape (the focus goes back to what opened them) and by a press elsewhere.
const CLOSING = ".desk-menu, .filter";
const open = () => [...document.querySelectorAll(CLOSING)].filter((each) => each.open);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const each of open()) {
    const inside = each.contains(document.activeElement);
    each.open = false;
    if (inside) each.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const each of open()) if (!each.contains(event.target)) each.open = false;
});
