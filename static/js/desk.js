// The desk's small helps: hints that tick themselves off while one types, and copy buttons.
// Without script the hints are a plain list and the texts can be selected by hand.

const VERBS =
  "stop save keep open build give make let protect fund fix end free return bring pay pass ban allow reopen restore " +
  "restart expand extend approve reject repeal cancel halt release reunite support defend demand tell ask put plant cool " +
  "clean light house feed teach translate count guarantee raise lower cap turn include welcome honor respect " +
  "salven salvemos paren alto abran abre mantengan dejen den protejan financien arreglen terminen liberen regresen " +
  "traigan paguen aprueben prohíban permitan reabran restauren amplíen rechacen deroguen cancelen detengan apoyen " +
  "defiendan exijamos pidamos pongan siembren limpien traduzcan garanticen incluyan respeten no";
const verbs = new Set(VERBS.split(" "));
const words = (text) => text.trim().split(/\s+/).filter(Boolean);

const checks = {
  length: (text, most) => text.trim().length > 0 && [...text.trim()].length <= Number(most),
  words: (text, least) => words(text).length >= Number(least),
  verb: (text) => verbs.has((words(text)[0] || "").toLowerCase().replace(/[^\p{L}]/gu, "")),
  single: (text) => text.trim().length > 0 && !/[,;/&]| and | y | und /i.test(text.trim()),
};

function watch(item) {
  const [name, limit] = item.dataset.check.split(":");
  const field = item.closest(".form-row")?.querySelector("input, textarea");
  if (!field || !checks[name]) return;
  const count = name === "length" ? item.appendChild(document.createElement("span")) : null;
  const look = () => {
    const good = checks[name](field.value, limit);
    item.classList.toggle("good", good);
    item.classList.toggle("over", name === "length" && [...field.value.trim()].length > Number(limit));
    if (count) count.textContent = ` (${[...field.value.trim()].length}/${limit})`;
  };
  field.addEventListener("input", look);
  look();
}

function copying(button) {
  const source = document.getElementById(button.dataset.copy);
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    source.select();
    try {
      await navigator.clipboard.writeText(source.value);
    } catch {
      document.execCommand("copy"); // without https there is no clipboard; the text stays selected in any case
    }
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = label), 2000);
  });
}

// The question what a picture shows comes up when there is a picture.
function askAboutPicture() {
  const picture = document.querySelector(".field-picture input[type=file]");
  const row = document.querySelector(".field-picture_alt");
  if (!picture || !row) return;
  const focus = document.querySelector(".field-picture_focus");
  const look = () => {
    const known = document.querySelector(".field-picture a") || row.querySelector("input")?.value;
    row.hidden = !known && !picture.files.length && !row.classList.contains("errors");
    if (focus) focus.hidden = row.hidden;
  };
  picture.addEventListener("change", look);
  look();
}

document.querySelectorAll(".hints [data-check]").forEach(watch);
document.querySelectorAll("button[data-copy]").forEach(copying);
askAboutPicture();
