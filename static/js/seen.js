// Tells our own server that the page was seen, or that a share button was pressed. No cookie, nothing that
// names anybody; nobody waits for it.

const AFTER = 1000;
const SPREAD = 1500; // so that a crowd does not knock at the same moment

export function tell(said) {
  navigator.sendBeacon?.("/seen/", new URLSearchParams(said));
}

// Once, after a second in which somebody could look at it: not while the browser fetches ahead, not in a tab behind.
export function tellSeen(credit) {
  let timer = 0;
  const look = () => {
    clearTimeout(timer);
    if (document.prerendering || document.hidden) return;
    timer = setTimeout(() => {
      document.removeEventListener("visibilitychange", look);
      tell({ path: location.pathname, r: credit });
    }, AFTER + SPREAD * Math.random());
  };
  document.addEventListener("visibilitychange", look);
  document.addEventListener("prerenderingchange", look, { once: true });
  look();
}
