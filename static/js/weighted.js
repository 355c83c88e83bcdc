// How X counts the length of a post. The same rules as sharing/channels/x/length.py, which has the
// last word; a test compares the two.

export const MAX = 280;
const ADDRESS_WEIGHT = 23;

const ENDINGS = "com|org|net|edu|gov|mil|int|info|biz|name|app|dev|news|online|site|blog|xyz|[a-z]{2}";
const ADDRESS = new RegExp(
  `(?<![a-z0-9_@#$./-])(?:https?://[^\\s<>"]+` +
    `|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+(?:${ENDINGS})(?![\\p{L}\\p{N}_-])(?:/[^\\s<>"]*)?)` +
    `(?<![.,:;!?'’)\\]…])`,
  "giu",
);

const PICTURE =
  "[\\u203c\\u2049\\u2122\\u2139\\u2194-\\u21aa\\u231a-\\u23ff\\u24c2\\u25aa-\\u27bf\\u2934\\u2935\\u2b05-\\u2b55" +
  "\\u3030\\u303d\\u3297\\u3299\\u{1f000}-\\u{1faff}]";
const TONED = `(?:[\\u00a9\\u00ae]\\ufe0f|${PICTURE}\\ufe0f?[\\u{1f3fb}-\\u{1f3ff}]?)`;
const EMOJI = new RegExp(
  "[\\u{1f1e6}-\\u{1f1ff}]{2}" + // a flag of two regional letters
    "|[0-9#*]\\ufe0f?\\u20e3" + // a key cap
    `|${TONED}[\\u{e0020}-\\u{e007f}]*(?:\\u200d${TONED})*`,
  "gu",
);
// Code points that weigh 1; all others weigh 2.
const LIGHT = [[0, 4351], [8192, 8205], [8208, 8223], [8242, 8247]];

const weight = (point) => (LIGHT.some(([first, last]) => first <= point && point <= last) ? 1 : 2);

export function weightedLength(text) {
  let length = 0;
  const count = (each) => () => {
    length += each;
    return "";
  };
  const rest = text.normalize("NFC").replace(ADDRESS, count(ADDRESS_WEIGHT)).replace(EMOJI, count(2));
  for (const character of rest) length += weight(character.codePointAt(0));
  return length;
}

const MENTION = /(?<![A-Za-z0-9_!#$%&*@＠])[@＠][A-Za-z0-9_]{1,20}/;

export const mentions = (text) => MENTION.test(text.replace(ADDRESS, " "));
