"""Telegram's limits, in Telegram's units, written down from its documentation.

Texts are counted in code points after the markup is gone, entities in UTF-16 units, button data in
bytes. Nothing here is taken from the program or from the stand-in.
"""

import re
from html.parser import HTMLParser

TAGS = {
    "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler", "a", "code",
    "pre", "blockquote", "tg-emoji", "tg-time",
}
ALONE = {"document", "audio", "animation"}
PRIVATE_PEOPLE = (1 << 52) - 1


class Markup(HTMLParser):
    """The text of an HTML message, and the tags that Telegram does not know."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.words, self.strange = [], []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.strange.append(tag)

    def handle_data(self, data):
        self.words.append(data)


def utf16(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def text(value, entities, mode, low, high, name):
    """A text and its formatting."""
    if not isinstance(value, str):
        return
    mode = (mode or "").lower()
    if mode == "html":
        markup = Markup(value)
        for tag in markup.strange:
            yield f"{name}: Telegram does not know the tag <{tag}>"
        value = "".join(markup.words)
    elif mode:
        yield f"{name}: nobody checks parse mode {mode} here"
    length = len(value.strip())
    if not low <= length <= high:
        yield f"{name}: {length} characters, {low} to {high} are allowed"
    units = value.encode("utf-16-le", "surrogatepass")
    for entity in entities or []:
        offset, size = entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(size, int):
            yield f"{name}: an entity without a place"
        elif offset < 0 or size < 1 or offset + size > len(units) // 2:
            yield f"{name}: an entity beyond the text, {offset}+{size} of {len(units) // 2}"
        else:
            for at in (offset, offset + size):
                if at < len(units) // 2 and 0xDC <= units[2 * at + 1] <= 0xDF:
                    yield f"{name}: an entity splits a symbol at {at}"
    if len(entities or []) > 100:
        yield f"{name}: {len(entities)} entities, of which Telegram keeps 100"


def buttons(markup):
    """The keyboard under a message, or under the text field."""
    if not isinstance(markup, dict):
        return
    rows = markup.get("inline_keyboard", [])
    every = [button for row in rows for button in row]
    if len(every) > 100:
        yield f"keyboard: {len(every)} buttons, 100 are allowed"
    if any(len(row) > 8 for row in rows):
        yield "keyboard: more than 8 buttons in a row"
    kinds = ("callback_data", "url", "copy_text", "web_app", "login_url", "pay", "callback_game",
             "switch_inline_query", "switch_inline_query_current_chat",
             "switch_inline_query_chosen_chat")
    for button in every:
        label = button.get("text")
        if not isinstance(label, str) or not label.strip():
            yield "button: no label"
        given = [kind for kind in kinds if kind in button]
        if len(given) != 1:
            yield f"button {label!r}: does {given or 'nothing'}, exactly one thing is allowed"
        if "callback_data" in button:
            size = len(button["callback_data"].encode())
            if not 1 <= size <= 64:
                yield f"button {label!r}: {size} bytes of data, 1 to 64 are allowed"
        if "copy_text" in button and not 1 <= len(button["copy_text"].get("text", "")) <= 256:
            yield f"button {label!r}: copies nothing or more than 256 characters"
        if "url" in button and not re.match(r"(https?|tg|tel|mailto|ton)://?\S+$", button["url"]):
            yield f"button {label!r}: no address"
        if button.get("style", "primary") not in ("primary", "success", "danger"):
            yield f"button {label!r}: no such style"
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= len(placeholder) <= 64:
        yield "keyboard: a placeholder has 1 to 64 characters"


def commands(params):
    listed = params.get("commands") or []
    if len(listed) > 100:
        yield f"commands: {len(listed)}, 100 are allowed"
    for command in listed:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "")):
            yield f"command {command.get('command')!r}: 1 to 32 of a-z, 0-9 and _"
        if not 1 <= len(command.get("description", "")) <= 256:
            yield f"command {command.get('command')!r}: a description has 1 to 256 characters"


def album(params):
    media = params.get("media") or []
    if not 2 <= len(media) <= 10:
        yield f"album: {len(media)} parts, 2 to 10 are allowed"
    kinds = {item.get("type") for item in media}
    if len(kinds) > 1 and kinds & ALONE:
        yield f"album: {sorted(kinds)} do not go together"
    for item in media:
        yield from text(item.get("caption"), item.get("caption_entities"), item.get("parse_mode"),
                        0, 1024, "caption of an album")


def many(params):
    ids = params.get("message_ids") or []
    if not 1 <= len(ids) <= 100:
        yield f"message_ids: {len(ids)}, 1 to 100 are allowed"
    return ids


def increasing(params):
    ids = yield from many(params)
    if any(a >= b for a, b in zip(ids, ids[1:])):
        yield "message_ids: not strictly increasing"


def within(params, name, low, high):
    if name in params and not low <= float(params[name]) <= high:
        yield f"{name}: {params[name]}, {low} to {high} are allowed"


def length(params, name, low, high):
    if name in params and not low <= len(params[name]) <= high:
        yield f"{name}: {len(params[name])} characters, {low} to {high} are allowed"


def webhook(params):
    if params.get("url") and not params["url"].startswith("https://"):
        yield "url: a webhook needs https"
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", params.get("secret_token", "")):
        yield "secret_token: up to 256 of A-Z, a-z, 0-9, _ and -"
    yield from within(params, "max_connections", 1, 100)


def polling(params):
    if int(params.get("offset", 0)) < 0:
        yield "offset: a negative one throws updates away"
    yield from within(params, "limit", 1, 100)
    yield from within(params, "timeout", 0, 50)


def reaction(params):
    if len(params.get("reaction") or []) > 1:
        yield "reaction: a bot puts one"


METHODS = {
    "setMyCommands": commands,
    "sendMediaGroup": album,
    "deleteMessages": many,
    "copyMessages": increasing,
    "forwardMessages": increasing,
    "setWebhook": webhook,
    "getUpdates": polling,
    "setMessageReaction": reaction,
    "answerCallbackQuery": lambda params: length(params, "text", 0, 200),
    "setMyName": lambda params: length(params, "name", 0, 64),
    "setMyDescription": lambda params: length(params, "description", 0, 512),
    "setMyShortDescription": lambda params: length(params, "short_description", 0, 120),
    "createForumTopic": lambda params: length(params, "name", 1, 128),
    "editForumTopic": lambda params: length(params, "name", 0, 128),
}


def violations(method, params):
    """Everything in a request that goes beyond a limit."""
    mode = params.get("parse_mode")
    if "text" in params and method in ("sendMessage", "editMessageText"):
        yield from text(params["text"], params.get("entities"), mode, 1, 4096, "text")
    if "caption" in params:
        yield from text(params["caption"], params.get("caption_entities"), mode, 0, 1024, "caption")
    yield from buttons(params.get("reply_markup"))
    yield from METHODS.get(method, lambda params: [])(params)
    yield from within(params, "latitude", -90, 90)
    yield from within(params, "longitude", -180, 180)
    code = params.get("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        yield f"language_code: {code!r} is not two letters"
    for name in ("chat_id", "from_chat_id", "user_id"):
        value = params.get(name)
        number = str(value).lstrip("-")
        if value is not None and number.isdigit() and int(number) > PRIVATE_PEOPLE:
            yield f"{name}: more than 52 bits"
    if mode and (params.get("entities") or params.get("caption_entities")):
        yield "parse_mode and entities together"
