// The composer counts while one types; a post on its way is looked at again. Both work without.
import { pressOnce } from "./forms.js";
import { MAX, mentions, weightedLength } from "./weighted.js";

function composed(words, link) {
  const text = words.trim();
  return text.includes(link) ? text : `${text}\n${link}`;
}

// How each network counts; the server has the last word.
const graphemes = (text) => [...new Intl.Segmenter().segment(text)].length;
const withShortLinks = (text) => text.replace(/https?:\/\/[^\s<>"]+/g, "x".repeat(23));
const LENGTHS = {
  x: weightedLength,
  mastodon: (text) => graphemes(withShortLinks(text).replace(/(@\w+)@[\w.-]+\w/g, "$1")),
  bluesky: graphemes,
};

function countForEach(composer) {
  const field = composer.querySelector("[data-words]");
  const look = () => {
    for (const place of composer.querySelectorAll("[data-left-of]")) {
      const { leftOf, room, link, left, over } = place.dataset;
      const rest = room - (LENGTHS[leftOf] ?? graphemes)(composed(field.value, link));
      place.classList.toggle("over", rest < 0);
      place.textContent = (rest < 0 ? over : left).replace("%n", Math.abs(rest));
    }
  };
  field.addEventListener("input", look);
  look();
}

function countWhileTyping(composer) {
  if (composer.querySelector("[data-left-of]")) return countForEach(composer);
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
