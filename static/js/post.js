// The composer counts while one types; a post on its way is looked at again. Both work without.
import { pressOnce } from "./forms.js";
import { MAX, mentions, weightedLength } from "./weighted.js";

function composed(words, link) {
  const text = words.trim();
  return text.includes(link) ? text : `${text}\n${link}`;
}

function countWhileTyping(composer) {
  const field = composer.querySelector("[data-words]");
  const link = composer.querySelector("[data-link]").textContent.trim();
  const place = composer.querySelector("[data-left]");
  const look = () => {
    const left = MAX - weightedLength(composed(field.value, link));
    const mention = mentions(field.value);
    place.classList.toggle("over", left < 0 || mention);
    const words = left < 0 ? place.dataset.over : place.dataset.left;
    place.textContent = mention ? place.dataset.mention : words.replace("%n", Math.abs(left));
  };
  field.addEventListener("input", look);
  if (!composer.classList.contains("wrong")) look(); // the error above says it already
}

// Every three seconds, later more seldom, until it no longer moves.
function lookAgain(wait = 3000) {
  const shown = document.querySelector("[data-standing][data-moving]");
  if (!shown) return;
  setTimeout(async () => {
    try {
      const answer = await fetch(location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-standing]");
      if (answer.ok && now && now.dataset.standing !== shown.dataset.standing) {
        shown.replaceWith(now);
        pressOnce(now);
      }
    } catch {
      // away for a moment: the link on the page works all the same
    }
    lookAgain(Math.min(wait * 1.3, 30_000));
  }, wait);
}

document.querySelectorAll("[data-composer]").forEach(countWhileTyping);
pressOnce();
lookAgain();
