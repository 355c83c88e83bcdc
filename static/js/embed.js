// One line on another site: <script async src="…/static/js/embed.js" data-petition="its-address"></script>
// makes the frame in its own place and keeps it as high as what is in it. It sets no cookie, stores nothing,
// loads nothing else and reads nothing of the page around it.
// data-show: "form" (as it is without) or "count". data-language: "en", "es".
(() => {
  const script = document.currentScript;
  const { petition, show = "form", language = "", credit = "" } = script.dataset;
  const home = new URL(script.src);
  const prefix = language && language !== "en" ? `/${encodeURIComponent(language)}` : "";
  const path = `${prefix}/embed/p/${encodeURIComponent(petition)}/${show === "count" ? "count/" : ""}`;
  const frame = document.createElement("iframe");
  frame.src = home.origin + path + (credit ? `?r=${encodeURIComponent(credit)}` : "");
  frame.title = script.dataset.title || "Groundswell";
  frame.allow = "clipboard-write; web-share";
  frame.loading = "lazy";
  frame.style.cssText = `border:0;width:100%;max-width:480px;height:${show === "count" ? 380 : 1560}px`;
  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== home.origin) return;
    if (data?.groundswell === "height" && Number.isFinite(data.height)) {
      frame.style.height = `${Math.min(Math.max(data.height, 40), 5000)}px`;
    }
  });
  // What comes after the form, thanks or a mistake, begins at its top: bring that into sight.
  let pages = 0;
  frame.addEventListener("load", () => {
    pages += 1;
    if (pages > 1 && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
  });
  script.after(frame);
})();
