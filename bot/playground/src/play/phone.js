// One person's phone: its chats, the messages of the chosen one, and the field to write in.

import { bubble, icon, make } from "./bubble.js";
import { speak, word } from "./words.js";

export async function post(deed, facts) {
  const answer = await fetch("/play/" + deed, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(facts),
  });
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(json?.refused || answer.statusText);
  return json;
}

/** Photos of one album come together, everything else alone. */
function albums(messages) {
  const groups = [];
  for (const message of messages) {
    const last = groups.at(-1);
    if (message.album && message.kind === "photo" && last?.[0].album === message.album) last.push(message);
    else groups.push([message]);
  }
  return groups;
}

export class Phone {
  constructor(facts, bot, world) {
    Object.assign(this, { facts, bot, world, seen: new Map(), unread: new Set(), reply: null, editing: null, view: null });
    this.chat = facts.chats[0].id;
    this.build();
    this.refresh();
  }

  get person() { return this.facts.person; }
  label(chat) { return chat.is_private ? this.bot.name : chat.title; }

  build() {
    const { name, role } = this.facts;
    const id = "p" + this.person;
    this.list = make("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": word("messages"), tabindex: "0" });
    this.chats = make("div", { class: "chats", role: "group", "data-label": "chats" });
    this.pin = make("button", { type: "button", class: "pin", hidden: true, onclick: () => this.show(this.view.pinned.id) });
    this.note = make("p", { class: "note", role: "status" });
    this.toastBox = make("p", { class: "toast", role: "status" });
    this.typing = make("span", { class: "typing", "aria-live": "off" });
    this.keys = make("div", { class: "reply-keys", role: "group", "data-label": "keyboard", hidden: true });
    this.context = make("div", { class: "context", hidden: true });
    this.begin = make("button", { type: "button", class: "begin main", hidden: true, onclick: () => this.act(() => post("start", { person: this.person })) });
    this.form = this.composer();
    const head = make("header", {},
      make("span", { class: "face hue" + this.person % 6, "aria-hidden": "true", text: [...name][0] }),
      make("div", { class: "who" }, make("h2", { id, dir: "auto", text: name }), make("p", {}, make("span", { dir: "auto", text: role }), this.typing)),
      make("button", { type: "button", class: "plain", "data-label": "more", "aria-haspopup": "dialog", onclick: () => this.settings() }, icon("dots")));
    this.node = make("section", { class: "phone", "aria-labelledby": id, id: "phone" + this.person },
      head, this.chats, this.pin, make("div", { class: "log-box" }, this.list, this.toastBox), this.note, this.keys, this.context, this.begin, this.form);
    this.listChats();
    this.watchScroll();
    speak(this.node);
  }

  composer() {
    const pick = (accept, label) => {
      const input = make("input", { type: "file", multiple: true, accept, hidden: true, tabindex: "-1" });
      input.addEventListener("change", () => this.upload(input));
      const key = make("button", { type: "button", class: "plain", "data-label": label, onclick: () => input.click() }, icon(label));
      return [key, input];
    };
    this.field = make("textarea", { rows: "1", maxlength: "4096", dir: "auto", "data-label": "write", enterkeyhint: "send" });
    this.field.addEventListener("keydown", (event) => this.keydown(event));
    this.field.addEventListener("input", () => this.grow());
    this.slash = make("button", { type: "button", class: "plain slash", "data-label": "commands", "aria-haspopup": "dialog", onclick: () => this.menu() }, "/");
    return make("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); this.send(); } },
      this.slash, ...pick("", "attach"), this.field, ...pick("audio/*", "voice"),
      make("button", { type: "submit", class: "plain send", "data-label": "send" }, icon("send")));
  }

  keydown(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape") this.release();
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = Math.min(this.field.scrollHeight, 110) + "px";
  }

  /** Stays at the newest message until someone scrolls away, also when pictures arrive late. */
  watchScroll() {
    this.isLow = true;
    this.list.addEventListener("scroll", () => {
      const { scrollHeight, scrollTop, clientHeight } = this.list;
      // Growing content moves the end away without anyone scrolling up.
      if (scrollHeight - scrollTop - clientHeight < 60) this.isLow = true;
      else if (scrollTop < this.top - 2) this.isLow = false;
      this.top = scrollTop;
    });
    this.list.addEventListener("load", () => this.isLow && this.sink(), true);
    new ResizeObserver(() => this.isLow && this.sink()).observe(this.list);
  }

  sink() {
    this.list.scrollTop = this.list.scrollHeight;
    this.isLow = true;
  }

  listChats() {
    this.chats.replaceChildren(...this.facts.chats.map((chat) => make("button", {
      type: "button", "aria-pressed": String(chat.id === this.chat), dir: "auto",
      class: this.unread.has(chat.id) ? "unread" : "", onclick: () => this.choose(chat.id),
    }, this.label(chat), this.unread.has(chat.id) ? make("span", { class: "hidden", text: " " + word("unread") }) : null)));
    this.chats.hidden = this.facts.chats.length < 2 && this.facts.chats[0].is_private;
  }

  choose(chat) {
    if (this.chat !== chat) this.list.replaceChildren();
    this.chat = chat;
    this.unread.delete(chat);
    this.seen.clear();
    this.release();
    this.listChats();
    return this.refresh();
  }

  update(facts) {
    this.facts = facts;
    if (!facts.chats.some((chat) => chat.id === this.chat)) return this.choose(facts.chats[0].id);
    this.listChats();
    return this.refresh();
  }

  /** News of a chat: shown at once, or marked if another is open. */
  changed(chat) {
    if (chat === this.chat) this.typing.textContent = "";
    if (chat === this.chat) return this.refresh();
    if (this.facts.chats.some((known) => known.id === chat)) { this.unread.add(chat); this.listChats(); }
  }

  async refresh() {
    if (this.busy) { this.again = true; return; }
    this.busy = true;
    try {
      const chat = this.chat;
      const answer = await fetch(`/play/chat/${this.person}/${chat}`);
      if (answer.ok && chat === this.chat) this.render(await answer.json());
    } catch { /* the stream tells when the server is back */ } finally {
      this.busy = false;
      if (this.again) { this.again = false; this.refresh(); }
    }
  }

  render(view) {
    this.view = view;
    const low = this.isLow || !this.seen.size;
    this.renderMessages(view);
    this.pin.hidden = !view.pinned;
    if (view.pinned) this.pin.replaceChildren(make("b", { text: word("pinned") }), make("span", { dir: "auto", text: view.pinned.text }));
    this.renderBelow(view);
    if (low) this.sink();
  }

  renderMessages(view) {
    const act = this.actions();
    const items = [];
    let day = null;
    for (const parts of albums(view.messages)) {
      const message = parts[0];
      if (message.day !== day) { day = message.day; items.push(this.keep("day" + day, day, () => make("div", { class: "day" }, make("time", { datetime: day, text: day })))); }
      items.push(this.keep(message.id, JSON.stringify(parts), () => bubble(parts, view.is_private, act)));
    }
    if (!items.length) items.push(this.keep("empty", word("empty"), () => make("div", { class: "service" }, make("span", { text: word("empty") }))));
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    const place = focused?.closest("[data-id]")?.dataset.id;
    const said = focused?.textContent;
    // Only what changed is touched, so that a screen reader reads the new and nothing else.
    const wanted = new Set(items);
    for (const node of [...this.list.children]) if (!wanted.has(node)) node.remove();
    items.forEach((node, index) => { if (this.list.children[index] !== node) this.list.insertBefore(node, this.list.children[index] || null); });
    if (place && !this.list.contains(document.activeElement)) this.refocus(place, said);
  }

  keep(key, state, build) {
    const old = this.seen.get(key);
    if (old?.state === state) return old.node;
    const node = this.built(build);
    this.seen.set(key, { state, node });
    return node;
  }

  /** One odd message must not hide the others. */
  built(build) {
    try { return build(); } catch { return make("div", { class: "service" }, make("span", { text: "…" })); }
  }

  refocus(id, said) {
    const item = this.list.querySelector(`[data-id="${id}"]`);
    const same = item && [...item.querySelectorAll("button")].find((button) => button.textContent === said);
    (same || item || this.list).focus({ preventScroll: true });
  }

  renderBelow(view) {
    const closed = view.is_private && (!view.is_started || view.is_blocked);
    this.begin.hidden = !closed;
    this.begin.textContent = word(view.is_blocked ? "restart" : "start");
    this.form.hidden = closed || !view.is_member;
    this.note.textContent = view.is_member ? "" : word("notMember");
    this.slash.hidden = !view.menu.length;
    this.field.placeholder = word("write");
    this.keys.hidden = !view.keyboard.length || closed;
    this.keys.replaceChildren(...view.keyboard.map((row) => make("div", { class: "keys" }, ...row.map((key) => make("button", {
      type: "button", class: "key", dir: "auto", onclick: () => this.act(() => post("tap", { person: this.person, chat: this.chat, text: key.label })),
    }, key.label)))));
  }

  actions() {
    return {
      say: (text) => this.act(() => post("send", { person: this.person, chat: this.chat, text })),
      show: (id) => this.show(id),
      open: (url) => this.open(url),
      more: (message) => this.more(message),
      press: (message, row, column, key) => this.press(message, row, column, key),
    };
  }

  async act(deed) {
    try { return await deed(); } catch (error) { this.toast({ text: error.message }); return null; }
  }

  async press(message, row, column, key) {
    key.setAttribute("aria-busy", "true");
    setTimeout(() => key.removeAttribute("aria-busy"), 8000);
    const press = await this.act(() => post("press", { person: this.person, chat: this.chat, message: message.id, row, column }));
    if (!press || !press.id) key.removeAttribute("aria-busy");
    if (press?.copied) {
      await navigator.clipboard?.writeText(press.copied).catch(() => {});
      this.toast({ text: `${word("copied")}: ${press.copied}` });
    }
    if (press?.opened && !this.open(press.opened)) window.open(press.opened, "_blank", "noopener");
  }

  /** Links of the bot itself are followed here; says whether it was one. */
  open(url) {
    const own = new RegExp(`^(https?://)?(t|telegram)\\.me/${this.bot.username}(\\?|$)`, "i");
    if (!own.test(url)) return false;
    if (/[?&]startgroup/.test(url)) this.openGroup(url);
    else this.act(() => post("open", { person: this.person, url })).then((done) => done && this.goPrivate());
    return true;
  }

  async openGroup(url) {
    const groups = this.facts.chats.filter((chat) => !chat.is_private).map((chat) => [String(chat.id), chat.title]);
    const chat = await this.world.ask(word("pickGroup"), [...groups, ["0", word("newGroup")]]);
    if (chat) this.act(() => post("open", { person: this.person, chat: Number(chat), url }));
  }

  goPrivate() {
    const own = this.facts.chats.find((chat) => chat.is_private);
    return own && this.choose(own.id);
  }

  show(id) {
    const item = this.list.querySelector(`[data-id="${id}"]`);
    if (!item) return;
    item.scrollIntoView({ block: "center" });
    item.focus({ preventScroll: true });
  }

  async more(message) {
    const choices = [["reply", word("reply")], ["👍", "👍 " + word("like")], ["👀", "👀 " + word("seen")]];
    if (message.is_mine && message.text && !message.forward) choices.push(["edit", word("edit")]);
    if (message.is_mine || this.view.is_private) choices.push(["remove", word("remove")]);
    const choice = await this.world.ask(message.text.slice(0, 60) || word("messages"), choices);
    const facts = { person: this.person, chat: this.chat, message: message.id };
    if (choice === "reply" || choice === "edit") this.hold(choice, message);
    else if (choice === "remove") this.act(() => post("delete", facts));
    else if (choice) this.act(() => post("react", { ...facts, text: message.reactions.includes(choice) ? "" : choice }));
  }

  hold(what, message) {
    this.release();
    this[what === "edit" ? "editing" : "reply"] = message.id;
    if (what === "edit") { this.field.value = message.text; this.grow(); }
    this.context.hidden = false;
    this.context.replaceChildren(make("b", { text: word(what) }), make("span", { dir: "auto", text: message.text || message.kind }),
      make("button", { type: "button", class: "plain", "aria-label": word("stopReply"), onclick: () => this.release() }, icon("close")));
    this.field.focus();
  }

  release() {
    if (this.editing) this.field.value = "";
    this.reply = this.editing = null;
    this.context.hidden = true;
  }

  async send() {
    const text = this.field.value;
    if (!text.trim()) return;
    const facts = { person: this.person, chat: this.chat, text };
    const sent = this.editing
      ? await this.act(async () => { await post("edit", { ...facts, message: this.editing }); return true; })
      : await this.act(() => post("send", { ...facts, reply_to: this.reply }));
    if (!sent) return;
    this.field.value = "";
    this.editing = null;
    this.release();
    this.grow();
    this.sink();
  }

  async upload(input) {
    const form = new FormData();
    form.append("person", this.person);
    form.append("chat", this.chat);
    form.append("caption", this.field.value);
    for (const file of input.files) form.append("file", file);
    input.value = "";
    const answer = await fetch("/play/upload", { method: "POST", body: form });
    if (answer.ok) { this.field.value = ""; this.grow(); } else this.toast({ text: (await answer.json().catch(() => ({}))).refused || answer.statusText });
  }

  async menu() {
    const text = await this.world.ask(word("commands"), this.view.menu.map(([name, about]) => ["/" + name, `/${name} – ${about}`]));
    if (text) this.actions().say(text);
  }

  async settings() {
    const blocked = this.view?.is_blocked;
    const choice = await this.world.ask(this.facts.name, [["block", word(blocked ? "restart" : "block")], ["close", word("closePhone")]]);
    if (choice === "close") this.world.close(this);
    if (choice === "block") this.act(() => blocked ? post("start", { person: this.person }) : post("block", { person: this.person, blocked: true }));
  }

  toast({ text, alert, url }, where = this.chat) {
    for (const key of this.node.querySelectorAll("[aria-busy]")) key.removeAttribute("aria-busy");
    if (url) this.open(url);
    if (!text) return;
    if (alert) { this.world.alert(`${this.facts.name}: ${text}`); return; }
    this.toastBox.textContent = text;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => { this.toastBox.textContent = ""; }, 6000);
    if (where !== this.chat) { this.unread.add(where); this.listChats(); }
  }

  types(chat) {
    if (chat !== this.chat) return;
    this.typing.textContent = " · " + word("typing");
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => { this.typing.textContent = ""; }, 5000);
  }
}
