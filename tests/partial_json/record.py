"""Writes vectors.json: texts, what the parser makes of each, and where the official Python SDK differs.

    python record.py        (needs the package `jiter`, which the official SDK reads tool input with)

Each vector: `text`; `expect`, which is `{"value": ...}`, `"nothing"` (nothing is finished yet) or `"fault"`;
`keeping`, the same with unfinished strings kept, where it differs; `official`, with `why`, where ours differs on purpose.
"""

import json
import pathlib

import jiter

NOTHING, FAULT = "nothing", "fault"

AGREED = [
    '{"a": "x", "b": "unfin', "[1, 2", '{"a": 12', '{"a": 1.', '{"a": 1e', '{"a": -', '{"a": tru', '{"a": 1} trailing',
    '{"a": 1,}', "[1,]", '{"a": "\n"}', "{a: 1}", "[01]", "/* c */", "[1, /* c */ 2]", '{"a":5,"a":6}', '{"a":5,"a":1.',
    '{"a":5,"a":1', '{"a":5,"a":"x', '{"a":5,"a":[', "{", "[", "[[[", '{"a":{"b":[true, ', '{"key', '{"key"', '{"key":',
    '{"a":1,', "[1,", "[1e5", "[1e+", "[0e1]", "[-0.", "[1.e", "[-a]", "[-]", "[00]", "[.5]", "[+1]", "[1,,2]", "{,}",
    "{1:2}", "{'a':1}", '{"a"x', '{"a":x', "nope", "}", '{"a":1}}', "[1]x", '"a" "b"', "nullx", "12 13", "12", "null",
    '  {"a":1}  ', "\ufeff{}", "[\u00a01]", "[tr,", "[nul", '{"a":trx', '["a\\x', '["a\\u00', '["\\ud83d\\ude00"]',
    '["\\ud83d', '["a\\ud83d\\u', '["\x00', '{"a":"b\\', '["\\u00e9\\n\\"\\/"]', '{"S\\u00e3o": "\u00e3 \U0001f600',
    "[true]", "[false, null, true", '{"a": [{}, []', '{"a": [{"b": nul', "[0.1, 1E-2, 1.5e+3]", '{"": ""}', "[NaM",
    "[9007199254740993]", "[18446744073709551615]", "[-9223372036854775808]", '{"a":[1,{"b":2', '{"a"', '{"a" ',
]
DIFFERENT = [
    ('{"a": 1 "b": 2}', FAULT, "a missing comma is a fault for us"),
    ("[1 2", FAULT, "a missing comma is a fault for us"),
    ("[1}", FAULT, "the wrong bracket is a fault for us"),
    ('{"a":1]', FAULT, "the wrong bracket is a fault for us"),
    ("[0x1]", FAULT, "a number with more behind it is a fault for us"),
    ("[1-2]", FAULT, "a number with more behind it is a fault for us"),
    ("[1.2.3]", FAULT, "a number with more behind it is a fault for us"),
    ("[1e5e]", FAULT, "a number with more behind it is a fault for us"),
    ("[truex]", FAULT, "a word with more behind it is a fault for us"),
    ("[NaN", FAULT, "NaN is not JSON"),
    ("[Infinity]", FAULT, "Infinity is not JSON"),
    ("[-Infinity", FAULT, "Infinity is not JSON"),
    ("[1e400]", {"value": [None]}, "no JSON value holds infinity; the raw text keeps the digits"),
    ('["\\ud83d"]', {"value": ["\ufffd"]}, "half a character becomes U+FFFD"),
    ('["\\ud83dx"]', {"value": ["\ufffdx"]}, "half a character becomes U+FFFD"),
    ('["\\ude00\\ud83d\\n"]', {"value": ["\ufffd\ufffd\n"]}, "half a character becomes U+FFFD"),
    ('"unf', NOTHING, "an unfinished text is no fault"),
    ("tru", NOTHING, "an unfinished text is no fault"),
    ("-", NOTHING, "an unfinished text is no fault"),
    ("1.", NOTHING, "an unfinished text is no fault"),
    ("", NOTHING, "an empty text is no fault"),
    (" ", NOTHING, "an empty text is no fault"),
    ("[" * 121, FAULT, "our limit is 120 levels"),
]
# Where keeping unfinished strings differs from what the official mode gives, or fails.
KEEPING = {'"unf': {"value": "unf"}, '["\\ud83d"]': None, '["\\ud83dx"]': None, '["\\ude00\\ud83d\\n"]': None}


def official(text: str, mode) -> object:
    try:
        value = jiter.from_json(text.encode(), partial_mode=mode)
    except ValueError:
        return FAULT
    return {"value": json.loads(json.dumps(value, default=str), parse_constant=str)}


def vector(text: str, expect, why) -> dict:
    theirs = official(text, True)
    entry = {"text": text, "expect": theirs if why is None else expect}
    keeping = KEEPING[text] if text in KEEPING else official(text, "trailing-strings") if why is None else None
    if keeping not in (None, entry["expect"]):
        entry["keeping"] = keeping
    if why is not None:
        assert theirs != expect, f"no difference any more: {text}"
        entry |= {"official": theirs, "why": why}
    return entry


def main():
    vectors = [vector(text, None, None) for text in AGREED] + [vector(*different) for different in DIFFERENT]
    lines = ",\n".join(json.dumps(entry) for entry in vectors)
    pathlib.Path(__file__).with_name("vectors.json").write_text("[\n" + lines + "\n]\n")


main()
