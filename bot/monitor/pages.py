"""Rendering: templates that escape everything, and fail on a name they do not know.

``link`` puts the path of the public address before one of ours: ``link('/monitor')``.
"""

from datetime import datetime, timedelta
from pathlib import Path

from babel.dates import format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from phonenumbers import PhoneNumberFormat, format_number, parse
from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from bot.language.wording import OSLO, moment, time_of_day
from bot.monitor import attached, relay_words, words
from bot.monitor.worklist import words as worklist_words

NORWEGIAN = "nb"


def templates_in(folder: Path) -> Jinja2Templates:
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return Jinja2Templates(env=environment)


def age(span: timedelta) -> str:
    """How long ago, short: ``4 min``, ``1 t 5 min``, ``2 d 3 t``."""
    minutes = max(0, int(span.total_seconds())) // 60
    hours, days = minutes // 60, minutes // (24 * 60)
    if minutes < 1:
        return "under 1 min"
    if hours < 1:
        return f"{minutes} min"
    if days < 1:
        return f"{hours} t {minutes % 60} min"
    return f"{days} d {hours % 24} t"


def short_age(span: timedelta) -> str:
    """The same in two units no finer than they need be: ``4 min``, ``23 t``, ``2 d 3 t``."""
    if timedelta(hours=1) <= span < timedelta(days=1):
        return f"{int(span.total_seconds()) // 3600} t"
    return age(span)


def _clock(at: datetime) -> str:
    return time_of_day(at, NORWEGIAN)


def _moment(at: datetime) -> str:
    return moment(at, NORWEGIAN)


def _weekday_clock(at: datetime) -> str:
    """A moment of the next days, short: ``mandag 08:00``."""
    return format_datetime(at.astimezone(OSLO), "EEEE HH:mm", locale=NORWEGIAN)


def _phone(number: str) -> str:
    """In groups, as people read it: ``+47 999 00 011``."""
    return format_number(parse(number), PhoneNumberFormat.INTERNATIONAL)


@pass_context
def _link(context: Context, path: str) -> str:
    return f"{context['root_path']}{path}"


_STAFF_PAGES = templates_in(Path(__file__).parent / "templates")
_STAFF_PAGES.env.filters.update(
    age=age,
    answer=words.answer,
    clock=_clock,
    consent=relay_words.consent,
    moment=_moment,
    phone=_phone,
    relay_state=relay_words.relay_state,
    short_age=short_age,
    stands_still=words.stands_still,
    unmet=words.unmet,
    weekday_clock=_weekday_clock,
    when=worklist_words.when,
    window=worklist_words.window_words,
    needs=worklist_words.needs_words,
    kind_words=attached.kind_words,
    size_words=attached.size_words,
    state_words=attached.state_words,
)
_STAFF_PAGES.env.globals.update(
    link=_link,
    review_words=words.review_words,
    DELIVERIES=words.DELIVERIES,
    CHANNELS=words.CHANNELS,
    event_words=words.event_words,
    callback_event=worklist_words.event_words,
    CLOSE_REASONS=worklist_words.CLOSE_REASONS,
    CONTACT_BY=worklist_words.CONTACT_BY,
    SPEAKERS=relay_words.SPEAKERS,
    RELATIONS=worklist_words.RELATIONS,
)


def page(request: Request, template: str, status_code: int = 200, **values: object) -> Response:
    values = {"root_path": request.scope.get("root_path", ""), **values}
    return _STAFF_PAGES.TemplateResponse(request, template, values, status_code)


def render(template: str, root_path: str, **values: object) -> str:
    """A part of a page, for no request in particular."""
    return _STAFF_PAGES.env.get_template(template).render(root_path=root_path, **values)
