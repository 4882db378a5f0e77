// The page: which phones lie on the table, the clock, the panel, and news from the server.

import { make } from "./bubble.js";
import { Phone, post } from "./phone.js";
import { choose, language, speak, word } from "./words.js";

const at = (id) => document.getElementById(id);
const phones = new Map();
let cast = { cast: [], guests: [], bot: {} };

/** Asks for one of several choices: pairs of value and words. */
function ask(title, choices) {
  const dialog = at("choice");
  at("choice-title").textContent = title;
  at("choices").replaceChildren(...choices.map(([value, text]) => make("button", { value, dir: "auto", text })));
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((settle) => dialog.addEventListener("close", () => settle(dialog.returnValue), { once: true }));
}

function alert(text) {
  at("alert-text").textContent = text;
  if (!at("alert").open) at("alert").showModal();
}

function close(phone) {
  phones.delete(phone.person);
  phone.node.remove();
  listTabs();
}

const world = { ask, alert, close };

function lay(facts) {
  if (phones.has(facts.person)) return;
  const phone = new Phone(facts, cast.bot, world);
  phones.set(facts.person, phone);
  at("phones").append(phone.node);
  listTabs();
}

function listTabs() {
  const tab = (phone) => make("button", {
    type: "button", dir: "auto", text: phone.facts.name, "aria-controls": phone.node.id, onclick: () => {
      phone.node.scrollIntoView({ inline: "start", block: "nearest" });
      mark(phone);
    },
  });
  at("tabs").replaceChildren(...[...phones.values()].map(tab));
  const first = phones.values().next().value;
  if (first) mark(first);
}

function mark(phone) {
  for (const tab of at("tabs").children) {
    if (tab.getAttribute("aria-controls") === phone.node.id) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}

function watchScroll() {
  let waiting;
  at("phones").addEventListener("scroll", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const left = at("phones").getBoundingClientRect().left;
      const distance = (phone) => Math.abs(phone.node.getBoundingClientRect().left - left);
      const nearest = [...phones.values()].sort((a, b) => distance(a) - distance(b))[0];
      if (nearest) mark(nearest);
    }, 80);
  });
}

async function loadCast() {
  cast = await (await fetch("/play/cast")).json();
  at("title").textContent = document.title = cast.title;
  if (!phones.size) cast.cast.forEach(lay);
  for (const facts of [...cast.cast, ...cast.guests]) phones.get(facts.person)?.update(facts);
}

async function loadPanel() {
  const panel = await (await fetch("/play/panel")).json();
  at("now").textContent = panel.now;
  const fill = (list, lines) => list.replaceChildren(...(lines.length ? lines : [make("li", { class: "quiet", text: word("nothing") })]));
  fill(at("timers"), panel.timers.map((timer) => make("li", {},
    make("b", { text: timer.case }), make("span", { dir: "auto", text: timer.what }), make("small", { text: `${timer.due} · ${timer.left}` }))));
  fill(at("history"), panel.history.map((event) => make("li", {},
    make("b", { text: event.case }), make("span", { dir: "auto", text: event.what }), make("small", { dir: "auto", text: `${event.at} · ${event.who}` }))));
}

let panelTimer;
function panelSoon() {
  panelTimer ??= setTimeout(() => { panelTimer = null; loadPanel().catch(() => {}); }, 250);
}

function listen() {
  const news = new EventSource("/play/events");
  let lost = false;
  news.onerror = () => { lost = true; };
  news.onopen = () => { if (lost) { lost = false; loadCast().catch(() => {}); panelSoon(); } };
  news.onmessage = ({ data }) => tell(JSON.parse(data));
}

function tell(event) {
  panelSoon();
  if (event.kind === "people" || event.kind === "all") loadCast().catch(() => {});
  if (event.kind === "toast") phones.get(event.person)?.toast(event.toast, event.chat);
  for (const phone of phones.values()) {
    if (event.kind === "chat") phone.changed(event.chat);
    if (event.kind === "typing") phone.types(event.chat);
  }
}

async function addPerson() {
  const offered = cast.guests.concat(cast.cast).filter((facts) => !phones.has(facts.person));
  at("guests").replaceChildren(...offered.map((facts) => make("button", { value: String(facts.person), dir: "auto", text: [facts.name, facts.role].filter(Boolean).join(" · ") })));
  at("new-name").value = "";
  at("people").returnValue = "";
  at("people").showModal();
  at("people").addEventListener("close", async () => {
    const choice = at("people").returnValue;
    const guest = offered.find((facts) => String(facts.person) === choice);
    const name = at("new-name").value.trim();
    let facts = guest;
    if (choice === "add" && name) {
      facts = await post("person", { name, language: at("new-language").value });
      cast.cast.push(facts);
    }
    if (!facts) return;
    lay(facts);
    phones.get(facts.person).node.scrollIntoView({ inline: "end", block: "nearest" });
  }, { once: true });
}

function togglePanel(shown) {
  at("panel").hidden = !shown;
  at("toggle").setAttribute("aria-expanded", String(shown));
  try { localStorage.setItem("panel", shown ? "1" : "0"); } catch { /* private mode */ }
}

function wire() {
  at("add").addEventListener("click", addPerson);
  // Enter in the name field means "add", not the dialog's first button.
  at("new-name").addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); at("people").close("add"); }
  });
  at("toggle").addEventListener("click", () => togglePanel(at("panel").hidden));
  at("language").value = language();
  at("language").addEventListener("change", (event) => {
    choose(event.target.value);
    for (const phone of phones.values()) { phone.seen.clear(); phone.listChats(); phone.refresh(); }
    panelSoon();
  });
  for (const button of document.querySelectorAll("[data-seconds]")) {
    button.addEventListener("click", async () => {
      await post("forward", { seconds: Number(button.dataset.seconds) }).catch(() => {});
      await loadPanel().catch(() => {});
      at("status").textContent = `${word("opened")}: ${at("now").textContent}`;
    });
  }
}

function remembered() {
  try { return localStorage.getItem("panel"); } catch { return null; }
}

speak();
wire();
watchScroll();
const known = remembered();
togglePanel(known === null ? matchMedia("(min-width: 1720px)").matches : known === "1");
await loadCast();
panelSoon();
listen();
setInterval(panelSoon, 10000);
