// Tables with filters: a tick asks at once, and an answer says again what is ticked.

/** Fields keep what a person did to them when their part of a page is answered again; here the answer
 * is right, but for the field that is being written in. */
function asAnswered(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("#list input")) {
    if (input.type === "checkbox") input.checked = input.defaultChecked;
    else if (input !== document.activeElement) input.value = input.defaultValue;
  }
}

export function filters(): void {
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== "checkbox") return;
    if (input.form?.matches("[data-at-once]")) input.form.requestSubmit();
  });
  document.addEventListener("htmx:after:swap", asAnswered);
}
