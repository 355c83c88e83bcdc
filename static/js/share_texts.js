// The previews follow what is typed. Without script they show what was saved last.
import { advise } from "./advice.js";
import { MAX, weightedLength } from "./weighted.js";

const LINK = "https://example.org/s/aaaaaaaaa/x/"; // X counts every address the same

for (const column of document.querySelectorAll("[data-column]")) {
  const field = column.querySelector("textarea");
  const look = () => {
    const words = field.value.trim() || column.dataset.otherwise;
    for (const place of column.querySelectorAll("[data-shown]")) place.textContent = words;
    for (const list of column.querySelectorAll("[data-advice]")) advise(list, words);
    for (const place of column.querySelectorAll("[data-weighted]")) {
      const left = MAX - weightedLength(`${words} ${LINK}`);
      place.textContent = place.dataset.left.replace("%n", left);
      place.classList.toggle("over", left < 0);
    }
  };
  field.addEventListener("input", look);
  look();
}
