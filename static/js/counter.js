// The number on the wall: fresh from the public JSON, and a ring runs out whenever it grows.
import { keepCounting } from "./live.js";

const page = document.querySelector("[data-live]");
const number = page.querySelector("[data-count]");

// Its size follows its length; and the rings start anew.
new MutationObserver(() => {
  number.dataset.letters = number.textContent.length;
  page.classList.remove("spreads");
  void page.offsetWidth; // without it the browser would see no change, and nothing would move
  page.classList.add("spreads");
}).observe(number, { childList: true });

keepCounting(page);
