/* offline.js: without a network a form stays where it is, with all that was typed. A page of one's own is
   kept by no cache, so the browser's own error page and the way back from it would leave it empty. */
(() => {
  const message = document.querySelector("template[data-offline]");
  let shown = null;

  const hide = () => {
    shown?.remove();
    shown = null;
  };

  const stop = (event) => {
    hide();
    const form = event.target;
    if (navigator.onLine || form.method !== "post") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    shown = message.content.firstElementChild.cloneNode(true);
    const button = event.submitter ?? form.querySelector("button");
    (button?.closest(".acts, .form-acts") ?? button ?? form).before(shown);
    shown.scrollIntoView({ block: "nearest" });
  };

  // Before any other script hears of it.
  document.addEventListener("submit", stop, true);
  window.addEventListener("online", hide);
})();
