// The share row: copying, and the phone's own share sheet. Both need script and appear with it.
import { tell } from "./seen.js";

function say(row, words) {
  const place = row.parentElement.querySelector("[data-said]");
  if (place) place.textContent = words;
}

async function copy(row, button) {
  const label = button.querySelector("[data-done]");
  const field = row.parentElement.querySelector("[data-select]");
  try {
    await navigator.clipboard.writeText(button.dataset.url);
  } catch {
    // An old or locked-down browser: the field is selected, one key press copies it.
    field?.select();
    if (!document.execCommand?.("copy")) return;
  }
  label.dataset.was ??= label.textContent;
  label.textContent = label.dataset.done;
  say(row, label.dataset.done);
  setTimeout(() => (label.textContent = label.dataset.was), 4000);
}

function openSheet(row, button) {
  const { text } = row.dataset;
  navigator.share({ text, url: button.dataset.url }).catch((error) => {
    if (error.name !== "AbortError") say(row, error.message); // closing the sheet is no error
  });
}

// A press is a share tap, never a share: no network tells whether anything was posted.
function tellTap(event) {
  const button = event.target.closest("[data-channel]");
  const { code } = event.currentTarget.dataset;
  if (button && code) tell({ code, channel: button.dataset.channel });
}

export function readyShare(root = document) {
  for (const row of root.querySelectorAll("[data-code]")) row.addEventListener("click", tellTap);
  for (const row of root.querySelectorAll("[data-share]")) {
    const buttons = { copy, sheet: openSheet };
    for (const [name, act] of Object.entries(buttons)) {
      const button = row.querySelector(`[data-${name}]`);
      if (!button || (name === "sheet" && !navigator.share)) continue;
      button.closest("li").hidden = false;
      button.addEventListener("click", () => act(row, button));
    }
  }
  for (const field of root.querySelectorAll("[data-select]")) {
    field.addEventListener("focus", () => field.select());
  }
}
