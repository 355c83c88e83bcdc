// Keeps the number fresh from the page's public JSON (the same cached document for everybody).
// Every 15 seconds (or `data-every` milliseconds) give or take a few, so that a crowd does not knock at the same moment; not at
// all while the page is hidden; slower and slower while the server does not answer.

const EVERY = 15_000;
const LONGEST = 5 * 60_000;

// "1,241" written the way the server writes numbers in this language.
function written(number, sample) {
  const separator = sample.replace(/\d/g, "");
  return String(number).replace(/\B(?=(\d{3})+$)/g, separator);
}

function show(page, { count }, sample) {
  const number = written(count, sample);
  for (const place of page.querySelectorAll("[data-count]")) {
    if (place.textContent !== number) place.textContent = number; // what is read aloud is only what changed
  }
  const bar = page.querySelector("[role=progressbar]");
  if (!bar) return;
  const step = Number(bar.getAttribute("aria-valuemax"));
  const full = Math.min(100, Math.floor((100 * count) / step));
  bar.setAttribute("aria-valuenow", Math.min(count, step));
  bar.setAttribute("aria-valuetext", bar.dataset.words.replace("%c", written(count, sample)).replace("%g", written(step, sample)));
  bar.querySelector(".bar").setAttribute("width", `${full}%`);
  const today = bar.querySelector("svg svg");
  if (today) today.setAttribute("width", `${Math.max(0, full - parseInt(today.getAttribute("x"), 10))}%`);
  bar.classList.toggle("reached", count >= step || bar.matches(".reached"));
}

export function keepCounting(page) {
  const sample = page.dataset.thousand || "1,000";
  const every = Number(page.dataset.every) || EVERY;
  let wait = every;
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, wait * (0.8 + 0.4 * Math.random()));
  };
  const ask = async () => {
    try {
      const answer = await fetch(page.dataset.live, { credentials: "omit" });
      if (!answer.ok) throw new Error(answer.status);
      show(page, await answer.json(), sample);
      wait = every;
    } catch {
      wait = Math.min(2 * wait, LONGEST); // the number in the page stays; nobody needs to hear of it
    }
    later();
  };
  document.addEventListener("visibilitychange", later);
  later();
}
