/** Questions of enketo-core to whoever fills the form, in a dialog of the page. */
import { say } from "../words";

interface Content {
  heading?: string;
  msg?: string;
  message?: string;
}

function ask(
  content: string | Content,
  words: { yes: string; no?: string; tone?: string },
): Promise<boolean> {
  const {
    heading = "",
    msg = "",
    message = msg,
  } = typeof content === "string" ? { message: content } : content;
  const dialog = document.createElement("dialog");
  dialog.className = "ds-dialog mh-q-dialog";
  dialog.setAttribute("aria-labelledby", "mh-q-dialog-title");
  const title = document.createElement("h2");
  title.id = "mh-q-dialog-title";
  title.className = "ds-heading";
  title.dataset.size = "sm";
  title.textContent = heading || message;
  dialog.append(title);
  if (heading) dialog.append(element("p", message));
  const buttons = element("div", "");
  buttons.className = "mh-actions";
  buttons.append(button(dialog, words.yes, "yes", "primary", words.tone));
  if (words.no) buttons.append(button(dialog, words.no, "", "secondary"));
  dialog.append(buttons);
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}

function element(name: string, words: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = words;
  return made;
}

function button(
  dialog: HTMLDialogElement,
  words: string,
  answer: string,
  variant: string,
  tone = "",
): HTMLElement {
  const made = element("button", words) as HTMLButtonElement;
  made.type = "button";
  made.className = "ds-button";
  made.dataset.variant = variant;
  if (tone) made.dataset.color = tone;
  made.addEventListener("click", () => dialog.close(answer));
  return made;
}

export default {
  alert: (content: string | Content) => ask(content, { yes: say("dialog.ok") }),
  confirm: (content: string | Content) =>
    ask(content, { yes: say("dialog.delete"), no: say("dialog.cancel"), tone: "danger" }),
};
