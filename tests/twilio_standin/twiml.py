"""What the product answers on a call, held to the part of TwiML that it uses.

Verbs, attributes and values: https://www.twilio.com/docs/voice/twiml. Everything else is a fault
here, also where Twilio would know it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import httpx

XML_TYPES = ("text/xml", "application/xml")
LONGEST_SAY = 4096
ADDRESS = r"(https?://[^/\s]+)?/\S*"
NUMBER = r"\+[1-9]\d{6,14}"
COUNT = r"[1-9]\d*"
VOICE = r"Polly\.[A-Z][a-z]+(-Neural)?|Google\.[a-z]{2}-[A-Z]{2}-[A-Za-z0-9]+-[A-G]"
LOCALE = "[a-z]{2}-[A-Z]{2}"


@dataclass(frozen=True)
class Verb:
    """Its attributes with the values they may have, the verbs inside it, and its text."""

    attributes: dict[str, str]
    inside: tuple[str, ...] = ()
    text: str = r"\s*"
    needs: tuple[str, ...] = ()


VERBS = {
    "Response": Verb({}, ("Say", "Play", "Gather", "Pause", "Redirect", "Hangup", "Dial")),
    "Say": Verb(
        {"voice": VOICE, "language": LOCALE, "loop": COUNT},
        text=r"(?s).*\S.*",
        needs=("voice", "language"),
    ),
    "Gather": Verb(
        {
            "action": ADDRESS,
            "method": "POST",
            "input": "dtmf",
            "timeout": COUNT,
            "numDigits": COUNT,
            "finishOnKey": "[0-9#*]?",
            "actionOnEmptyResult": "true|false",
        },
        ("Say", "Play", "Pause"),
        needs=("action",),
    ),
    "Play": Verb({"loop": COUNT}, text=rf"\s*{ADDRESS}\s*"),
    "Pause": Verb({"length": COUNT}),
    "Redirect": Verb({"method": "POST"}, text=rf"\s*{ADDRESS}\s*"),
    "Hangup": Verb({}),
    "Dial": Verb(
        {
            "action": ADDRESS,
            "method": "POST",
            "callerId": NUMBER,
            "timeout": COUNT,
            "timeLimit": COUNT,
            "answerOnBridge": "true|false",
        },
        ("Number",),
        needs=("callerId",),
    ),
    "Number": Verb({}, text=rf"\s*{NUMBER}\s*"),
}


def read(answer: httpx.Response) -> tuple[list[Element], list[str]]:
    """The verbs of an answer, none when it is no TwiML at all, and what is wrong with it."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    if kind not in XML_TYPES:
        return [], [f"the answer is {kind or 'nothing'}, not XML"]
    return parse(answer.text)


def parse(twiml: str) -> tuple[list[Element], list[str]]:
    try:
        root = ElementTree.fromstring(twiml)  # noqa: S314 - the product's own
    except ElementTree.ParseError as error:
        return [], [f"the answer is no XML: {error}"]
    if root.tag != "Response":
        return [], [f"the answer is a {root.tag}, not a Response"]
    return list(root), list(_faults(root))


def words(say: Element) -> str:
    return " ".join("".join(say.itertext()).split())


def _faults(element: Element) -> Iterator[str]:
    verb = VERBS[element.tag]
    for name, value in element.attrib.items():
        if name not in verb.attributes:
            yield f"{element.tag} has no {name}"
        elif not re.fullmatch(verb.attributes[name], value):
            yield f"{name}={value!r} is nothing {element.tag} takes"
    voice, _, locale = element.get("voice", "").partition(".")
    if voice == "Google" and not locale.startswith(element.get("language", "")):
        yield f"{element.get('voice')} does not speak {element.get('language')}"
    missing = [name for name in verb.needs if name not in element.attrib]
    yield from (f"{element.tag} without {name}" for name in missing)
    text = element.text or ""
    if not re.fullmatch(verb.text, text) or len(text) > LONGEST_SAY:
        yield f"{element.tag} with the text {text!r}"
    for inner in element:
        if inner.tag not in verb.inside:
            yield f"{element.tag} holds a {inner.tag}"
        else:
            yield from _faults(inner)
