"""The chat page, and the parts of it that are sent to an open one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from bot.edge.chat.arriving import new_key
from bot.edge.chat.choices import Choice
from bot.edge.chat.pictures import picture_groups, young_picture
from bot.edge.chat.relayed_thread import OpenTab, open_tab, read_relayed_thread
from bot.edge.chat.speech import Speech, direction_of, spoken
from bot.edge.chat.tabs import Tab, find_relay, tabs_of
from bot.edge.chat.thread import Message, Thread, read_thread
from bot.edge.house import House
from bot.language.served import LANGUAGES, own_name
from bot.monitor.pages import templates_in
from bot.store.conversations import known_conversation
from bot.store.tables import Conversation

EXAMPLES = ("example_question", "example_call", "example_emergency")


@dataclass(frozen=True)
class View:
    """A conversation as one browser sees it; None where nothing has been written."""

    speech: Speech
    conversation_id: str | None = None
    thread: Thread = field(default_factory=Thread)
    tabs: Sequence[Tab] = ()
    relay: OpenTab | None = None
    """The person an interpreter writes for in this tab; None in the own chat."""

    @property
    def begun(self) -> bool:
        return bool(self.thread.messages) or self.relay is not None

    @property
    def is_over(self) -> bool:
        """Whether nothing can be said here any more."""
        return self.relay is not None and not self.relay.is_open

    @property
    def choices(self) -> Sequence[Choice]:
        if self.begun:
            return self.thread.choices
        texts = [self.speech.say(name) for name in EXAMPLES]
        return [Choice(text, text, self.speech.language) for text in texts]


def look_up(house: House, secret: str | None, preferred: str, wanted: str = "") -> View:
    """What a browser with this secret sees; ``preferred``: the language it asks for.

    ``wanted``: the tab. Without one of that number the view has no relay, and nothing to show.
    """
    with house.store.read() as tx:
        conversation = known_conversation(tx, "chat", secret) if secret else None
        speech = speech_in(house, conversation, preferred)
        relay = find_relay(tx, conversation, wanted)
        if conversation is None or (wanted and relay is None):
            return View(speech)
        tabs = tabs_of(tx, conversation, relay)
        if relay is None:
            return View(speech, conversation.id, read_thread(tx, conversation, speech), tabs)
        tab = open_tab(tx, relay, speech)
        thread = read_relayed_thread(tx, relay, speech) if tab.is_open else Thread()
        return View(speech, relay.conversation_id, thread, tabs, tab)


def speech_in(house: House, conversation: Conversation | None, preferred: str) -> Speech:
    language = spoken(conversation.language) if conversation is not None else None
    return Speech(house.speaker, language or preferred, house.phones)


def render_page(
    house: House,
    view: View,
    *,
    prefix: str,
    framed: bool = False,
    fault: Sequence[Markup] = (),
    kept: str = "",
) -> str:
    """The whole page; ``fault`` are the lines of a message about what was not sent, ``kept`` it."""
    speech = view.speech
    return (
        _templates()
        .get_template("chat.html")
        .render(
            **_around(house, speech, prefix, framed),
            **_common(view),
            messages=view.thread.messages,
            cursor=str(view.thread.cursor),
            picture_groups=picture_groups(speech),
            young=young_picture(speech),
            fault=fault,
            kept=kept,
        )
    )


def render_left(house: House, speech: Speech, *, prefix: str) -> str:
    """What stays in a frame that has been left without a script: the way out of the whole window.

    The cookie of a frame can be taken in the frame only, and only a person's own press on a link
    leads from there to another window.
    """
    return (
        _templates()
        .get_template("left.html")
        .render(
            prefix=prefix,
            language=speech.language,
            direction=speech.direction,
            title=speech.say("title"),
            leave=speech.say("leave"),
            exit_address=house.speaker.register.defaults.chat.exit_address,
        )
    )


def render_messages(messages: Sequence[Message]) -> str:
    return _templates().get_template("messages.html").render(messages=messages)


def render_choices(view: View) -> str:
    return _templates().get_template("choices.html").render(**_common(view))


def render_tabs(view: View, *, prefix: str) -> str:
    return _templates().get_template("tabs.html").render(**_common(view), prefix=prefix)


def render_relay(
    house: House,
    speech: Speech,
    *,
    prefix: str,
    framed: bool = False,
    fault: Sequence[Markup] = (),
    spoken: str = "",
    called: str = "",
) -> str:
    """Where an interpreter begins; ``spoken`` and ``called`` are what was chosen and written."""
    text = house.speaker.catalogue.text
    return (
        _templates()
        .get_template("relay.html")
        .render(
            **_around(house, speech, prefix, framed),
            say=speech.say,
            key=new_key,
            direction_of=direction_of,
            language_question=text("utter_relay_which_language", speech.language).splitlines()[0],
            called_question=text("utter_relay_called", speech.language).splitlines(),
            fault=fault,
            spoken=spoken,
            called=called,
        )
    )


def _around(house: House, speech: Speech, prefix: str, framed: bool) -> dict[str, object]:
    """What every whole page needs."""
    return {
        "lines": speech.lines,
        "prefix": prefix,
        "framed": framed,
        "language": speech.language,
        "direction": speech.direction,
        "languages": LANGUAGES,
        "own_name": own_name,
        "exit_address": house.speaker.register.defaults.chat.exit_address,
    }


def _common(view: View) -> dict[str, object]:
    return {
        "say": view.speech.say,
        "begun": view.begun,
        "choices": view.choices,
        "tabs": view.tabs,
        "relay": view.relay,
        "current_query": f"?relay={view.relay.address}" if view.relay else "",
        "key": new_key,
        "direction_of": direction_of,
    }


@cache
def _templates() -> Environment:
    return templates_in(Path(__file__).parent / "templates").env
