/* admin.js: starts the admin's widgets from data, so that no page needs an inline script.
   An element with data-controller="starter" names what to start; only what stands here can be started. */
(() => {
  const functions = ["initDateChooser", "initDateTimeChooser", "initTimeChooser", "createTaskChooser"];
  const constructors = [
    "Chooser", "PageChooser", "ImageChooser", "DocumentChooser", "SnippetChooser", "InlinePanel", "MultipleChooserPanel",
  ];

  class Starter extends window.StimulusModule.Controller {
    static values = { name: String, arguments: Array };

    connect() {
      if (document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", () => this.start(), { once: true });
      } else {
        this.start();
      }
    }

    start() {
      const { nameValue: name, argumentsValue: values } = this;
      // Once only: a moved element connects again.
      this.element.remove();
      if (functions.includes(name)) window[name](...values);
      else if (constructors.includes(name)) new window[name](...values);
    }
  }

  window.wagtail.app.register("starter", Starter);

  // A rich text field is a box without a name; it bears that of its field, or of the block around it.
  const nameOf = (box) => {
    let field = box.closest(".w-field__wrapper") ?? box;
    let label = null;
    while (field && !label) {
      label = field.querySelector("label, .w-field__label, [data-panel-heading-text]");
      field = field.parentElement;
    }
    return label?.textContent.replace("*", "").trim() || document.title;
  };
  // What Wagtail leaves without a name.
  const mend = () => {
    for (const box of document.querySelectorAll(".public-DraftEditor-content:not([aria-label])")) {
      box.setAttribute("aria-label", nameOf(box));
    }
    for (const heading of document.querySelectorAll("th[aria-label]:empty")) {
      const words = document.createElement("span");
      words.className = "w-sr-only";
      words.textContent = heading.getAttribute("aria-label");
      heading.append(words);
    }
  };
  new MutationObserver(mend).observe(document.documentElement, { childList: true, subtree: true });
})();
