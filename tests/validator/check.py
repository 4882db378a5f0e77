"""Reads a journal of the stand-in for Telegram and holds it against aiogram's schema.

    check.py journal.jsonl

Every update and every result must parse as aiogram's types, without a field that aiogram does not
know and without a value of another type; every request must be one of aiogram's methods with its
parameters and nothing else, within Telegram's limits. Each violation is a line of output with the
line of the journal. Ends with 0 if there is none, 1 if there is one, 2 if nothing could be checked.
"""

import json
import re
import sys
from collections import Counter
from datetime import datetime, timedelta
from functools import cache

import aiogram.methods
import aiogram.types
from pydantic import BaseModel, TypeAdapter, ValidationError

import limits

PREFIXES = {
    400: "Bad Request: ", 401: "Unauthorized", 403: "Forbidden: ", 404: "Not Found",
    409: "Conflict: ", 413: "Request Entity Too Large", 429: "Too Many Requests: retry after ",
}
KINDS = set(aiogram.types.Update.model_fields) - {"update_id"}
METHODS = {
    method.__api_method__: method
    for method in vars(aiogram.methods).values()
    if isinstance(method, type) and getattr(method, "__api_method__", None)
}


@cache
def result_of(method):
    return TypeAdapter(METHODS[method].__returning__)


def short(error):
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']} ({error.error_count()} errors)"


def names(model):
    """A model's fields as Telegram writes them."""
    return {field.alias or name: name for name, field in type(model).model_fields.items()}


def differences(value, raw, place):
    """What a parsed value hides of the JSON it was parsed from."""
    if isinstance(value, BaseModel):
        if not isinstance(raw, dict):
            yield f"{place}: no object"
            return
        known = names(value)
        for key, inner in raw.items():
            if key in known:
                yield from differences(getattr(value, known[key]), inner, f"{place}.{key}")
            else:
                yield f"{place}.{key}: {type(value).__name__} has no such field"
    elif isinstance(value, list | tuple):
        for number, (one, inner) in enumerate(zip(value, raw)):
            yield from differences(one, inner, f"{place}[{number}]")
    elif isinstance(value, datetime | timedelta):
        if type(raw) is not int:
            yield f"{place}: a moment is written {raw!r}"
    elif isinstance(value, float):
        if type(raw) not in (int, float):
            yield f"{place}: a number is written {raw!r}"
    elif isinstance(value, bool | int | str) and type(raw) is not type(value):
        yield f"{place}: {type(value).__name__} is written {raw!r}"
    elif raw is None:
        yield f"{place}: Telegram leaves out what is not there"


def update(entry):
    whole = entry.get("whole")
    if whole is None:
        yield "the update was not kept whole"
        return
    kinds = set(whole) - {"update_id"}
    if len(kinds) != 1 or not kinds <= KINDS:
        yield f"an update of no known kind: {sorted(kinds)}"
        return
    if len(json.dumps(whole, ensure_ascii=False).encode()) > 512 << 10:
        yield "an update of more than 512 KiB"
    try:
        parsed = aiogram.types.Update.model_validate(whole)
    except ValidationError as error:
        yield f"the update does not parse: {short(error)}"
        return
    yield from differences(parsed, whole, "update")


def request(entry):
    method, params = entry["method"], entry["params"] or {}
    if method not in METHODS:
        yield f"{method}: no such method"
        return
    attached = set(re.findall(r'"attach://([^"]+)"', json.dumps(params)))
    params = {name: value for name, value in params.items() if name not in attached}
    known = {field.alias or name for name, field in METHODS[method].model_fields.items()}
    for name in sorted(set(params) - known):
        yield f"{method}: no parameter {name}"
    try:
        parsed = METHODS[method].model_validate(params)
    except ValidationError as error:
        yield f"{method}: the request does not parse: {short(error)}"
        return
    spelled = names(parsed)
    for name, raw in params.items():
        # A form has text only; what is inside of an object has its own types.
        if name in spelled and isinstance(raw, dict | list):
            yield from differences(getattr(parsed, spelled[name]), raw, f"{method}.{name}")
    for found in limits.violations(method, params):
        yield f"{method}: {found}"


def answer(entry, faults):
    method, status = entry["method"], entry["status"]
    if entry["call"] in faults or method not in METHODS:
        return
    if status != 200:
        prefix = PREFIXES.get(status)
        if prefix is None or not entry["description"].startswith(prefix):
            yield f"{method}: answered {status} {entry['description']!r}"
        if (status == 429) != (entry["retry_after"] is not None):
            yield f"{method}: {status} and retry_after {entry['retry_after']}"
        return
    if method == "getUpdates":
        return  # Each update has a line of its own.
    if "result" not in entry:
        yield f"{method}: the result was not kept whole"
        return
    try:
        parsed = result_of(method).validate_python(entry["result"])
    except ValidationError as error:
        yield f"{method}: the result does not parse: {short(error)}"
        return
    yield from differences(parsed, entry["result"], f"{method}.result")


def order(entry, before, asked):
    """What must hold of the journal itself."""
    if before is not None and entry["serial"] != before + 1:
        yield f"serial {entry['serial']} after {before}"
    if entry["what"] == "answer" and entry["call"] not in asked:
        yield f"an answer to call {entry['call']}, which nobody made"


def main(path):
    counts, found, faults, asked, before = Counter(), 0, set(), set(), None
    with open(path, encoding="utf-8") as journal:
        for number, line in enumerate(journal, 1):
            try:
                entry = json.loads(line)
                what = entry["what"]
            except (ValueError, KeyError, TypeError) as error:
                print(f"{path}:{number}: no line of a journal: {error}")
                found += 1
                continue
            problems = list(order(entry, before, asked))
            before = entry["serial"]
            match what:
                case "update":
                    problems += update(entry)
                case "request":
                    asked.add(entry["call"])
                    problems += request(entry)
                case "fault":
                    faults.add(entry["call"])
                case "answer":
                    problems += answer(entry, faults)
            counts[what] += 1
            for problem in problems:
                print(f"{path}:{number}: {problem}")
            found += len(problems)
    checked = ", ".join(f"{counts[what]} {what}s" for what in ("update", "request", "answer"))
    print(f"{checked}; {found} violations; Bot API {aiogram.__api_version__}")
    if not all(counts[what] for what in ("update", "request", "answer")):
        print("a journal without updates, requests or answers proves nothing")
        return 2
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
