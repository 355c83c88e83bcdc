// Small kindnesses of forms. Every form works without them.

// A second press while the first is on its way does nothing; the button says what is going on.
export function pressOnce(root = document) {
  for (const form of root.querySelectorAll("form[data-once]")) {
    const button = form.querySelector("[type=submit], button:not([type])");
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) return event.preventDefault();
      form.dataset.sent = "1";
      button.setAttribute("aria-disabled", "true");
      button.dataset.label = button.textContent;
      button.textContent = form.dataset.busy || button.textContent;
    });
    // The browser's back button may bring the page back as it was left.
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted || !form.dataset.sent) return;
      delete form.dataset.sent;
      button.removeAttribute("aria-disabled");
      button.textContent = button.dataset.label;
    });
  }
}

const DOMAINS = [
  "gmail.com", "googlemail.com", "yahoo.com", "yahoo.es", "yahoo.com.mx", "hotmail.com", "hotmail.es",
  "outlook.com", "outlook.es", "live.com", "live.com.mx", "msn.com", "icloud.com", "me.com", "aol.com",
  "mail.com", "email.com", "ymail.com",
  "comcast.net", "att.net", "sbcglobal.net", "verizon.net", "proton.me", "protonmail.com", "gmx.com", "gmx.net",
  "gmx.de", "web.de",
];

// Letters to change, drop, add or swap (Damerau, optimal string alignment) to get from a to b.
export function distance(a, b) {
  const rows = [...Array(a.length + 1)].map((_, i) => [i, ...Array(b.length).fill(0)]);
  for (let j = 1; j <= b.length; j++) rows[0][j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
  }
  return rows[a.length][b.length];
}

// "ana@gmial.com" -> "ana@gmail.com"; "" when the domain is known or like none of them.
export function nearby(address) {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1).trim().toLowerCase();
  if (at < 1 || !domain || DOMAINS.includes(domain)) return "";
  const [best] = DOMAINS.map((known) => [distance(domain, known), known]).sort((a, b) => a[0] - b[0]);
  const near = best[0] === 1 || (best[0] === 2 && domain.length > 7);
  return near ? address.slice(0, at + 1) + best[1] : "";
}

// Offers the likely domain below the field. Only an offer: the address as typed stays good.
export function didYouMean(root = document) {
  for (const field of root.querySelectorAll("[data-did-you-mean]")) {
    const place = document.createElement("p");
    place.className = "did-you-mean";
    place.setAttribute("role", "status");
    field.after(place);
    field.addEventListener("change", () => {
      const guess = nearby(field.value);
      place.replaceChildren();
      if (!guess) return;
      const [before, after] = field.dataset.didYouMean.split("%s");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = guess;
      button.addEventListener("click", () => {
        field.value = guess;
        place.replaceChildren();
        field.focus();
      });
      place.append(before, button, after ?? "");
    });
  }
}

// Says below a long field how many letters still fit, once few are left; typed and read aloud without haste.
export function lettersLeft(root = document) {
  for (const field of root.querySelectorAll("[data-letters-left]")) {
    const place = document.createElement("p");
    place.className = "letters-left fine";
    place.setAttribute("role", "status");
    field.after(place);
    const say = () => {
      const left = field.maxLength - field.value.length;
      place.textContent = left <= field.maxLength / 5 ? field.dataset.lettersLeft.replace("%s", left) : "";
    };
    field.addEventListener("input", say);
    say();
  }
}
