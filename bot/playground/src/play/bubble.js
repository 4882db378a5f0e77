// One message as a bubble. Everything people wrote is put in as text, never as markup.

import { word } from "./words.js";

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "text") node.textContent = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const ICONS = {
  attach: "M16.5 6v11.5a4 4 0 0 1-8 0V5a2.5 2.5 0 0 1 5 0v10.5a1 1 0 0 1-2 0V6",
  voice: "M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zM6 11.5a6 6 0 0 0 12 0M12 17.5V21",
  send: "M4 5l16 7-16 7 2.5-7zM6.5 12H13",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  open: "M7 17L17 7M9 7h8v8",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  dots: "M12 6v.01M12 12v.01M12 18v.01",
  close: "M6 6l12 12M18 6L6 18",
};

/** A drawn sign; what it means is said by the label of what holds it. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS(svg.namespaceURI, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "sign");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "code",
  blockquote: "q", expandable_blockquote: "q",
};
const SAFE = /^(https?:|tg:|tel:|mailto:)/i;

/** The text with its formatting; offsets count UTF-16 units, as strings do here. */
export function formatted(text, entities, act) {
  const edges = new Set([0, text.length]);
  for (const { offset, length } of entities) edges.add(offset).add(offset + length);
  const cuts = [...edges].filter((edge) => edge <= text.length).sort((a, b) => a - b);
  const pieces = document.createDocumentFragment();
  for (let i = 0; i + 1 < cuts.length; i++) {
    const [from, to] = [cuts[i], cuts[i + 1]];
    const around = entities.filter((e) => e.offset <= from && e.offset + e.length >= to);
    let node = document.createTextNode(text.slice(from, to));
    for (const entity of around.reverse()) node = wrap(node, entity, text, act);
    pieces.append(node);
  }
  return pieces;
}

function wrap(inner, entity, text, act) {
  const words = text.substr(entity.offset, entity.length);
  if (entity.type === "bot_command") {
    return make("button", { type: "button", class: "command", onclick: () => act.say(words) }, inner);
  }
  const links = { url: words, text_link: entity.url, email: "mailto:" + words, phone_number: "tel:" + words };
  let address = links[entity.type];
  if (address) {
    if (!SAFE.test(address)) address = "https://" + address;
    if (!SAFE.test(address)) return inner;
    const link = make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, inner);
    link.addEventListener("click", (event) => { if (act.open(address)) event.preventDefault(); });
    return link;
  }
  if (entity.type === "mention" || entity.type === "text_mention" || entity.type === "hashtag") {
    return make("span", { class: "mention" }, inner);
  }
  if (entity.type === "spoiler") return make("span", { class: "spoiler", tabindex: "0" }, inner);
  return TAGS[entity.type] ? make(TAGS[entity.type], { class: entity.type }, inner) : inner;
}

const address = (id) => "/play/file/" + encodeURIComponent(id);
const size = (bytes) => bytes > 1e6 ? (bytes / 1e6).toFixed(1) + " MB" : Math.max(1, Math.round(bytes / 1e3)) + " KB";

function photo({ id, content, file, text }) {
  const { width, height } = content[content.length - 1];
  const image = make("img", { src: address(file), alt: text || word("photo"), width, height });
  return make("a", { class: "photo", href: address(file), target: "_blank", "data-id": id }, image);
}

function media(message, parts) {
  const { kind, content, file } = message;
  switch (kind) {
    case "photo":
      return make("div", { class: parts.length > 1 ? "album" : "" }, ...parts.map(photo));
    case "voice": case "audio":
      return make("audio", { controls: true, preload: "none", src: address(file), "aria-label": word("voice") });
    case "video": case "video_note": case "animation":
      return make("video", { controls: true, preload: "none", src: address(file) });
    case "document":
      return make("a", { class: "file", href: address(file), download: content.file_name || "" },
        icon("file"),
        make("span", { dir: "auto", text: content.file_name || word("document") }),
        make("small", { text: size(content.file_size) }));
    case "sticker": case "dice":
      return make("p", { class: "large", role: "img", "aria-label": word("sticker"), text: content.emoji || "🙂" });
    case "location": case "venue": {
      const place = content.location || content;
      const name = content.title ? content.title + ", " + content.address : word("location");
      return make("p", { text: `📍 ${name} (${place.latitude.toFixed(4)}, ${place.longitude.toFixed(4)})` });
    }
    case "contact":
      return make("p", { text: `☎ ${word("contact")}: ${content.first_name}, ${content.phone_number}` });
    case "poll":
      return make("p", { text: `${word("poll")}: ${content.question}` });
    default:
      return null;
  }
}

function keyboard(message, act) {
  if (!message.buttons.length) return null;
  const row = (buttons, row) => make("div", { class: "keys" }, ...buttons.map((button, column) => {
    const mark = button.url ? "open" : button.copy ? "copy" : null;
    const key = make("button", { type: "button", dir: "auto", class: "key " + (button.style || "") }, button.label);
    if (mark) key.append(icon(mark));
    key.addEventListener("click", () => act.press(message, row, column, key));
    return key;
  }));
  return make("div", { class: "keyboard" }, ...message.buttons.map(row));
}

function reply(message, act) {
  if (!message.reply) return null;
  const { id, name, text } = message.reply;
  return make("button", { type: "button", class: "quote", onclick: () => act.show(id) },
    make("span", { class: "hidden", text: word("replyTo") + " " }),
    make("b", { dir: "auto", text: name }), make("span", { dir: "auto", text }));
}

function service(message) {
  const users = message.kind === "new_chat_members" ? message.content : [message.content];
  const joined = users.map((user) => user && user.first_name).filter(Boolean);
  const who = joined.length ? joined.join(", ") : message.name;
  const known = ["new_chat_members", "left_chat_member", "pinned_message", "migrate_to_chat_id", "migrate_from_chat_id"];
  const what = word(known.includes(message.kind) ? message.kind : "service");
  return make("div", { class: "service", "data-id": message.id, tabindex: "-1" }, make("span", { dir: "auto", text: `${who} ${what}` }));
}

/** A message, or the parts of an album as one. */
export function bubble(parts, isPrivate, act) {
  const message = parts.find((part) => part.text) || parts[0];
  if (message.service) return service(message);
  const side = message.is_mine ? "mine" : "theirs";
  const named = !isPrivate && !message.is_mine;
  const text = message.text
    ? make("div", { class: "text", dir: "auto" }, formatted(message.text, message.entities, act)) : null;
  const foot = make("div", { class: "foot" },
    message.reactions.length ? make("span", { class: "reactions", text: message.reactions.join(" ") }) : null,
    message.is_edited ? make("span", { text: word("edited") }) : null,
    message.silent ? make("span", { "aria-hidden": "true", text: "🔕" }) : null,
    make("time", { text: message.at }),
    make("button", { type: "button", class: "more", "aria-label": word("more"), "aria-haspopup": "dialog", onclick: () => act.more(message) }, icon("more")));
  const body = make("div", { class: "bubble" },
    make("b", { class: named ? "sender hue" + Math.abs(message.from) % 6 : "hidden", dir: "auto", text: message.is_mine ? word("you") : message.name }),
    message.forward ? make("p", { class: "forwarded", dir: "auto", text: `${word("forwardedFrom")} ${message.forward}` }) : null,
    reply(message, act), media(message, parts), text, foot);
  const wide = message.buttons.length ? "wide" : "";
  return make("div", { class: `message ${side} ${wide}`, "data-id": message.id, tabindex: "-1" },
    body, keyboard(message, act));
}
