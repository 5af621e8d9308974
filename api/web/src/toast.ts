// A short message at the foot of the page; it stays while pointed at or focused.

const SECONDS = 8;

export function toast(words: string): void {
  document.querySelector(".toast")?.remove();
  const message = document.createElement("p");
  message.className = "toast";
  message.setAttribute("role", "status");
  message.textContent = words;
  document.body.append(message);
  let timer = 0;
  const start = () => {
    timer = window.setTimeout(() => message.remove(), SECONDS * 1000);
  };
  message.addEventListener("pointerenter", () => window.clearTimeout(timer));
  message.addEventListener("pointerleave", start);
  start();
}
