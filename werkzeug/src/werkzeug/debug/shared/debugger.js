// Adds variables, consoles and copying to the debugger's pages. They can be read without it.
"use strict";

const state = { trusted: EVALEX_TRUSTED };

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

// Every command goes to the page's own address, so that the application's prefix does not matter.
async function send(parameters) {
  const query = new URLSearchParams({ __debugger__: "yes", s: SECRET, ...parameters });
  const response = await fetch(`?${query}`, { cache: "no-store", redirect: "error" });
  if (!response.ok) {
    if (response.status === 403) state.trusted = false;
    throw new Error((await response.text()).trim() || response.statusText);
  }
  return response;
}

// The PIN

const dialog = document.getElementById("pin");
const field = document.getElementById("pin-field");
const answer = document.getElementById("pin-answer");
let waiting = null;

function unlocked() {
  if (state.trusted) return Promise.resolve(true);
  if (!dialog.open) {
    send({ cmd: "printpin" }).catch(() => {});
    answer.textContent = "";
    field.value = "";
    dialog.showModal();
    field.focus();
  }
  return new Promise((resolve) => {
    waiting?.(false);
    waiting = resolve;
  });
}

function finish(result) {
  dialog.close();
  waiting?.(result);
  waiting = null;
}

async function tryPin(event) {
  event.preventDefault();
  answer.textContent = "Asking the server …";
  try {
    const reply = await (await send({ cmd: "pinauth", pin: field.value })).json();
    if (reply.auth) {
      state.trusted = true;
      finish(true);
      return;
    }
    answer.textContent = reply.exhausted
      ? "Too many wrong PINs. Restart the server to try again."
      : "This is not the PIN.";
    field.select();
  } catch (error) {
    answer.textContent = `The server does not answer as it should: ${error.message}`;
  }
}

dialog.querySelector("form").addEventListener("submit", tryPin);
dialog.addEventListener("cancel", () => finish(false));
document.getElementById("pin-cancel").addEventListener("click", () => finish(false));

// Output

// The server escapes all values; long ones come in two parts, of which the second is folded here.
function show(target, html) {
  target.innerHTML = html;
  for (const rest of target.querySelectorAll(".extended")) {
    rest.hidden = true;
    const button = make("button", { type: "button", className: "more", textContent: "… more" });
    button.addEventListener("click", () => {
      rest.hidden = !rest.hidden;
      button.textContent = rest.hidden ? "… more" : "less";
    });
    rest.after(button);
  }
}

function showFailure(target, error) {
  target.replaceChildren(make("p", { className: "failed", textContent: error.message }));
}

// Frames

function frameNumber(frame) {
  return frame.id.replace("frame-", "");
}

async function toggleLocals(frame, button) {
  let output = frame.querySelector(":scope > .output");
  if (output) {
    output.remove();
    button.setAttribute("aria-expanded", "false");
    return;
  }
  if (!(await unlocked())) return;
  output = make("div", { className: "output" });
  frame.querySelector(":scope > .tools").after(output);
  button.setAttribute("aria-expanded", "true");
  try {
    show(output, await (await send({ view: "locals", frm: frameNumber(frame) })).text());
  } catch (error) {
    showFailure(output, error);
  }
}

async function toggleConsole(frame, button) {
  const old = frame.querySelector(":scope > .console");
  if (old) {
    old.remove();
    button.setAttribute("aria-expanded", "false");
    return;
  }
  if (!(await unlocked())) return;
  button?.setAttribute("aria-expanded", "true");
  openConsole(frame);
}

function openConsole(frame) {
  const log = make("div", { className: "log" });
  log.setAttribute("role", "log");
  const prompt = make("span", { className: "prompt", textContent: ">>>" });
  const input = make("textarea", { rows: 1, spellcheck: false, autocapitalize: "off" });
  input.setAttribute("aria-label", "Python to run in this frame");
  const form = make("form", {}, prompt, input, make("button", { textContent: "Run" }));
  frame.append(make("div", { className: "console" }, log, form));

  const history = [];
  let place = 0;

  async function run() {
    const code = input.value;
    input.value = "";
    input.rows = 1;
    if (code && history.at(-1) !== code) history.push(code);
    place = history.length;
    const entry = make("div");
    log.append(entry);
    try {
      if (!(await unlocked())) throw new Error("The PIN is needed.");
      const html = await (await send({ cmd: code, frm: frameNumber(frame) })).text();
      show(entry, html);
      // A block goes on until an empty line.
      const unfinished = code.trim() && /^(>>>|\.\.\.) /.test(html) && isUnfinished(code, html);
      prompt.textContent = unfinished ? "..." : ">>>";
    } catch (error) {
      showFailure(entry, error);
    }
    log.scrollTop = log.scrollHeight;
    entry.scrollIntoView({ block: "nearest" });
  }

  function recall(step) {
    const next = place + step;
    if (next < 0 || next > history.length) return;
    place = next;
    input.value = history[place] ?? "";
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  input.addEventListener("keydown", (event) => {
    const oneLine = !input.value.includes("\n");
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      run();
    } else if (event.key === "ArrowUp" && oneLine) {
      event.preventDefault();
      recall(-1);
    } else if (event.key === "ArrowDown" && oneLine) {
      event.preventDefault();
      recall(1);
    } else if (event.key === "l" && event.ctrlKey) {
      event.preventDefault();
      log.replaceChildren();
    }
  });
  input.addEventListener("input", () => {
    input.rows = Math.min(12, input.value.split("\n").length);
  });
  input.focus();
}

// The server repeats a line and adds its output; a line that opens or is inside of a block has none.
function isUnfinished(code, html) {
  const lines = html.split("\n");
  const silent = lines.length === 2 && lines[1] === "";
  return silent && (html.startsWith("... ") || /[:\\([{,]\s*(#.*)?$|"""|'''|^@/.test(code));
}

function addTools(frame) {
  const locals = make("button", { type: "button", textContent: "Variables" });
  const console = make("button", { type: "button", textContent: "Console" });
  for (const button of [locals, console]) button.setAttribute("aria-expanded", "false");
  locals.addEventListener("click", () => toggleLocals(frame, locals));
  console.addEventListener("click", () => toggleConsole(frame, console));
  frame.append(make("div", { className: "tools" }, locals, console));
}

function addCopy(tools) {
  const button = make("button", { type: "button", textContent: "Copy" });
  button.addEventListener("click", async () => {
    const text = document.getElementById("plaintext").textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(document.getElementById("plaintext"));
      button.textContent = "Selected";
    }
  });
  tools.append(button);
}

if (EVALEX && !CONSOLE_MODE) document.querySelectorAll("details.frame").forEach(addTools);
document.querySelectorAll(".plain .tools").forEach(addCopy);
if (CONSOLE_MODE) toggleConsole(document.getElementById("frame-0"), null);
