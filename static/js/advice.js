// What makes a share text work on its channel, ticked off while one types. The same checks as
// sharing/text_advice.py, which says it without script; a test compares the two.
import { MAX, weightedLength } from "./weighted.js";

const LONGEST = 200;
const MOST_MESSAGES = 2;
const PLAIN = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const PLAIN_IN_TWO = new Set("^{}\\[~]|€");

const words = (text) => text.normalize("NFC").toLowerCase().match(/\p{L}+/gu) || [];
const hasOneOf = (text, known) => words(text).some((word) => known.split(" ").includes(word));

function messages(text) {
  const letters = [...text];
  const two = letters.filter((letter) => PLAIN_IN_TWO.has(letter)).length;
  const plain = letters.every((letter) => PLAIN.has(letter) || PLAIN_IN_TWO.has(letter));
  const [size, whole, part] = plain ? [letters.length + two, 160, 153] : [text.length, 70, 67];
  return size <= whole ? 1 : Math.ceil(size / part);
}

// Each gives [good, how far, of how many]; without numbers there is nothing to count.
const checks = {
  length: (text) => [text.length > 0 && [...text].length <= LONGEST, [...text].length, LONGEST],
  ask: (text, list) => [text.endsWith("?") || hasOneOf(text, list.dataset.asks)],
  about: (text, list) => [hasOneOf(text, list.dataset.about)],
  bare: (text) => [!/https?:\/\/|www\./i.test(text)],
  x: (text) => {
    const size = weightedLength(`${text} https://example.org/s/aaaaaaaaa/x/`);
    return [size <= MAX, size, MAX];
  },
  sms: (text, list) => {
    const number = messages(`${text} ${list.dataset.link}`);
    return [number <= MOST_MESSAGES, number, MOST_MESSAGES];
  },
};

export function advise(list, text) {
  for (const line of list.children) {
    const check = checks[line.dataset.check];
    if (!check) continue;
    const [good, size, most] = check(text, list);
    line.classList.toggle("good", good);
    line.classList.toggle("over", most !== undefined && size > most);
    if (most !== undefined) line.querySelector("span").textContent = `(${size}/${most})`;
  }
}
