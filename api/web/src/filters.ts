// Tables with filters: a tick asks at once, and an answer says again what is ticked.

/** Fields keep what a person did to them when their part of a page is answered again; here the answer
 * is right, but for the field that is being written in. */
function asAnswered(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("#list input")) {
    if (input.type === "checkbox") input.checked = input.defaultChecked;
    else if (input !== document.activeElement) input.value = input.defaultValue;
  }
}

/** Another day is asked for with what the address says now. */
function fromHere(form: HTMLFormElement): void {
  for (const field of form.querySelectorAll("input[type=hidden]")) field.remove();
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name === "asof" || name === "after") continue;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
}

export function filters(): void {
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== "checkbox") return;
    if (input.form?.matches("[data-at-once]")) input.form.requestSubmit();
  });
  document.addEventListener("htmx:after:swap", asAnswered);
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.matches(".as-of-form") && document.querySelector("#list")) fromHere(form);
  });
}
