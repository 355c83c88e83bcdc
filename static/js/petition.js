// A page that takes names. Nothing here is needed to sign.
import { didYouMean, lettersLeft, pressOnce } from "./forms.js";
import { keepCounting } from "./live.js";
import { tellSeen } from "./seen.js";
import { readyShare } from "./share.js";

// A friend's credit (?r=code.channel) moves from the address bar into the forms: whoever copies the
// address from the bar then shares the page, not a stranger's link.
function moveCredit() {
  const address = new URL(location.href);
  const credit = address.searchParams.get("r");
  if (!credit) return "";
  for (const form of document.querySelectorAll("form[method=post]:not([action])")) {
    form.action = address.pathname + address.search;
  }
  address.searchParams.delete("r");
  history.replaceState(history.state, "", address.pathname + address.search + address.hash);
  return credit;
}

// A bar at the lower edge leads back to the form while neither the form nor its first button is seen.
function showBarAwayFrom(places, bar) {
  const seen = new Set();
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target);
    bar.hidden = seen.size > 0;
  });
  for (const place of places) watch.observe(place);
}

const page = document.querySelector("[data-live]");
const bar = document.querySelector(".signbar");
const credit = moveCredit();
pressOnce();
didYouMean();
lettersLeft();
if (bar) showBarAwayFrom(document.querySelectorAll("#sign, .petition-count"), bar);
readyShare();
if (page) {
  keepCounting(page);
  tellSeen(credit);
}
