"""Every script of the twenty languages is drawn by a font of ours, whatever the machine has."""

import pytest

from bot.language.served import LANGUAGES, own_name
from tests.browser.conftest import Visits

pytestmark = [pytest.mark.processes, pytest.mark.browser]

SAMPLES = {
    "Noto Sans Variable": (
        "æøå ÆØÅ áčđŋšŧž ąćęłńóśźż çğıöşü ėįųūž êîûş ñ¿¡ œàâ 0123456789",
        "їєґі Україна русский язык ёъы",
    ),
    "Noto Sans Arabic Variable": (
        "العربية ٠١٢٣",
        "فارسی پچژگ",
        "پښتو ټډړږښ",
        "سۆرانی ێڵڕ",
        "اردو ٹڈڑے",
    ),
    "Noto Sans Ethiopic Variable": ("ትግርኛ ሰላም ቐ",),
}


@pytest.mark.parametrize(
    ("family", "sample"),
    [(family, sample) for family, samples in SAMPLES.items() for sample in samples],
)
def test_a_script_is_drawn_by_our_font(visits: Visits, family: str, sample: str) -> None:
    visitor = visits("nb")

    loaded = visitor.evaluate(
        "async ([font, text]) => (await document.fonts.load(font, text)).map((it) => it.status)",
        [f"16px '{family}'", sample],
    )

    assert loaded, f"no file of {family} has these letters"
    assert set(loaded) == {"loaded"}
    assert visitor.evaluate(
        "([font, text]) => document.fonts.check(font, text)", [f"16px '{family}'", sample]
    )


def test_the_name_of_every_language_is_drawn_by_our_fonts(visits: Visits) -> None:
    """Asked of the browser itself: which fonts did it use for each name?"""
    visitor = visits("nb", may_inject=True)
    visitor.evaluate(
        """(names) => {
          const lines = names.map(([lang, name]) => {
            const line = document.createElement("p");
            line.className = "name";
            line.lang = lang;
            line.textContent = name;
            return line;
          });
          document.querySelector("main").replaceChildren(...lines);
        }""",
        [[language, own_name(language)] for language in LANGUAGES],
    )
    visitor.evaluate("document.fonts.ready.then(() => true)")
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    names = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": ".name"})["nodeIds"]
    assert len(names) == len(LANGUAGES)

    def strangers() -> list[str]:
        """Names drawn by a font of the machine."""
        return [
            f"{language}: {font['familyName']}"
            for language, node in zip(LANGUAGES, names, strict=True)
            for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            if not font["isCustomFont"]
        ]

    visitor.wait_until(lambda: strangers() == [], lambda: f"{strangers()}")
