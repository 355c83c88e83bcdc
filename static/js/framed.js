// A page of ours in another site's frame: it tells that site how high it is, and nothing else.
import { didYouMean, lettersLeft, pressOnce } from "./forms.js";
import { keepCounting } from "./live.js";
import { readyShare } from "./share.js";

function tellHeight() {
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  parent.postMessage({ groundswell: "height", height }, "*");
}

const counted = document.querySelector("[data-live]");
pressOnce();
didYouMean();
lettersLeft();
readyShare();
if (counted) keepCounting(counted);
if (parent !== window) {
  tellHeight(); // browsers put off watching what is still out of sight
  new ResizeObserver(tellHeight).observe(document.documentElement);
}
