"""Take the pictures of the README: ``python scripts/screenshots.py``.

Starts the demo on a free port with a database of its own, plays stories half-way, photographs each,
and ends what it started.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import typer
from playwright.sync_api import Browser, Locator, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
START_SECONDS = 60
STOP_SECONDS = 20
DESK = ViewportSize(width=1120, height=1080)
PHONE = ViewportSize(width=390, height=844)
TALL = ViewportSize(width=1120, height=1750)
WIDE = ViewportSize(width=1440, height=900)
PIXELS_PER_POINT = 1.5
BROWSER_ARGUMENTS = ("--disable-background-networking", "--disable-component-update")
FIRST_WORDS = "Hei, jeg bor i Lykkefjord og har ikke noe sted å sove i natt"
SECOND_WORDS = "أنا في Lykkefjord وليس لدي مكان أنام فيه الليلة"
BUSY = 24
BUSY_WORDS = (
    "Jeg bor i Lykkefjord og har ikke noe sted å sove i natt",
    "Jeg bor i Lykkefjord. Mannen min slår meg",
    "Nie mam dziś nic do jedzenia, mieszkam w Lykkefjord",
    "ما عندي مكان أنام فيه الليلة",
)
PASSWORD_LENGTH = 16
CHATS = {
    "nb": "Jeg har ikke noe sted å sove i natt",
    "pl": "Nie mam gdzie dzisiaj spać",
    "ar": "ما عندي مكان أنام فيه الليلة",
}
"""Language → what a person writes in the chat."""
RELAYED = {"ti": "ናይ ገዛ ክራይ ክኸፍል ኣይክእልን እየ", "ar": "ما قدرت أدفع الإيجار هذا الشهر"}
"""Language → what a person says to an interpreter."""
PICTURE_LANGUAGES = ("nb", "ar", "ti")
ASKING = ("kan noen ringe meg om husleia", "Lykkefjord", "400 00 001", "2", "1 2", "1", "1")
"""A request to be phoned, from the first word to the read-back."""
WAITING = (
    ("kan noen ringe meg om husleia", "Lykkefjord", "1", "3", "1", "1", "2", "1"),
    ("هل يمكن أن يتصل بي أحد بخصوص الإيجار", "Lykkefjord", "1", "2", "1 2", "2", "1", "1"),
    ("чи може хтось подзвонити мені про оренду", "Lykkefjord", "1", "1", "1", "2", "1", "1"),
    ("czy ktoś może zadzwonić w sprawie czynszu", "Lykkefjord", "1", "1", "4", "2", "1", "1"),
    (
        "call me about the rent, nobody called",
        "Lykkefjord",
        "1",
        "2",
        "1",
        "1",
        "2",
        "1",
    ),
    ("kan nokon ringe meg om husleiga og maten", "Lykkefjord", "3", "1", "1", "1", "1"),
)
INTERPRETED = (
    "start tolk arabisk",
    "Sara",
    "ja",
    "هل يمكن أن يتصل بي أحد بخصوص الإيجار",
    "0: Hun snakker lavt og gråter.",
    "Lykkefjord",
    "400 00 001",
    "2",
    "1 2",
    "1",
    "1",
)
"""What an interpreter writes for somebody, from the first word to the request that is sent."""
INTERPRETER = 300
"""Which of the demo's persons."""
OFFICE, OFFICE_ID = "Olga", "nav-lykkefjord"


def main() -> None:
    command = ["bash", str(ROOT / "scripts" / "chromium.sh")]
    chromium = subprocess.check_output(command, text=True).strip()  # noqa: S603 -- our own command
    IMAGES.mkdir(parents=True, exist_ok=True)
    with running_demo() as demo, sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, as in a container.
        arguments = [*BROWSER_ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        photograph_monitor(browser, demo, "monitor-calm")
        photograph_phones(browser, demo.address)
        photograph_chats(browser, demo.address)
        photograph_pictures(browser, demo.address)
        photograph_read_back(browser, demo.address)
        password = demo.new_account()
        photograph_relay(browser, demo.address)
        photograph_worklist(browser, demo, password)
        photograph_transcript(browser, demo, password)
        fill_the_board(demo.address)
        photograph_monitor(browser, demo, "monitor-busy")
        browser.close()


@dataclass(frozen=True)
class Demo:
    address: str
    password: str = field(repr=False)
    """Of its first account, an adviser."""
    environment: Mapping[str, str] = field(repr=False)

    def new_account(self) -> str:
        """Somebody at an office; gives their password."""
        command = [sys.executable, "-m", "bot.cli", "staff", "add", OFFICE]
        command += ["--role", "office", "--office", OFFICE_ID]
        said = subprocess.check_output(  # noqa: S603 -- our own command
            command, cwd=ROOT, env=self.environment, text=True
        )
        return next(line.split()[1] for line in said.splitlines() if line.startswith("password"))


@contextmanager
def running_demo() -> Iterator[Demo]:
    """Once every role is ready."""
    with TemporaryDirectory(prefix="lavterskel-") as folder:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "bot.cli", "up", "--demo"]
        settings = environment(Path(folder), port)
        process = subprocess.Popen(  # noqa: S603 -- our own command
            command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL
        )
        try:
            wait_until_ready(address, process)
            password = (Path(folder) / "demo-password").read_text()[:PASSWORD_LENGTH]
            yield Demo(address, password, settings)
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def environment(state: Path, port: int) -> Mapping[str, str]:
    """Ours, without any setting of a product that may run on this machine."""
    inherited = {name: v for name, v in os.environ.items() if not name.startswith("LAVTERSKEL_")}
    return {
        **inherited,
        "LAVTERSKEL_STATE_DIR": str(state),
        "LAVTERSKEL_DATABASE_URL": f"sqlite:///{state}/demo.db",
        "LAVTERSKEL_REGISTER_DIR": "data/register/demo",
        "LAVTERSKEL_PORT": str(port),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{address}/readyz", timeout=2).is_success:
                return
        except httpx.TransportError:
            pass  # it does not listen yet
        time.sleep(0.2)
    sys.exit("The demo did not get ready; what it said is above.")


def photograph_phones(browser: Browser, address: str) -> None:
    """One case is taken; another person has just written, in Arabic, and the phone rings again."""
    page = browser.new_page(viewport=DESK, device_scale_factor=PIXELS_PER_POINT)
    page.goto(f"{address}/phones")
    officer = page.locator("article.officer").first
    write(page.locator("article.person"), FIRST_WORDS, answers=1)
    wait_for_messages(officer, 1)
    write(officer, "1 10", answers=2)
    page.get_by_role("link", name="New person").click()
    write(page.locator("article.person"), SECOND_WORDS, answers=1)
    wait_for_messages(officer, 3)
    page.mouse.move(0, 0)
    keep(page, "phones")


def fill_the_board(address: str) -> None:
    """Time goes by and many write at once: some are red, one is taken, a phone is flooded."""
    with httpx.Client(base_url=address) as client:
        for person in range(20, 20 + BUSY):
            words = BUSY_WORDS[person % len(BUSY_WORDS)]
            number = f"+4799910{person:03}"
            client.post("/phones/messages", data={"number": number, "body": words})
            if person in (23, 25):
                client.post("/phones/clock", data={"minutes": "10"})
        client.post("/phones/messages", data={"number": "+4799900011", "body": "2 10"})
    time.sleep(2)  # until everything has been screened and paged


def photograph_monitor(browser: Browser, demo: Demo, name: str) -> None:
    """What an adviser sees."""
    page = signed_in(browser, f"{demo.address}/monitor", "demo", demo.password)
    page.locator("#board").wait_for()
    keep(page, name)


def photograph_worklist(browser: Browser, demo: Demo, password: str) -> None:
    """What an office sees of those who wait for it, once some have been tried."""
    with httpx.Client(base_url=demo.address) as client:
        for person, lines in enumerate(WAITING):
            for line in lines:
                data = {"number": f"+4799910{100 + person}", "body": line}
                client.post("/phones/messages", data=data)
    page = signed_in(browser, f"{demo.address}/worklist", OFFICE, password)
    for _ in range(START_SECONDS):
        if page.locator("table.waiting tbody tr").count() == len(WAITING):
            break
        time.sleep(1)
        page.reload()
    page.get_by_role("switch", name="Hurtigtaster").check()
    for keys in ("ji", "jji", "jf"):
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_timeout(500)
    page.reload()
    keep(page, "worklist")


def photograph_transcript(browser: Browser, demo: Demo, password: str) -> None:
    """What an office reads of somebody for whom an interpreter wrote."""
    handset = browser.new_page(viewport=DESK)
    handset.goto(f"{demo.address}/phones?person={INTERPRETER}")
    phone = handset.locator("article.person")
    for line in INTERPRETED:
        write(phone, line, answers=phone.locator("li.in").count() + 1)
    handset.close()
    page = signed_in(browser, f"{demo.address}/worklist", OFFICE, password)
    relayed = page.locator("tr:has-text('formidlet av') a.reference")
    for _ in range(START_SECONDS):
        if relayed.count():
            break
        time.sleep(1)
        page.reload()
    page.goto(f"{demo.address}{relayed.get_attribute('href')}/transcript")
    page.set_viewport_size(DESK)
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    height = page.evaluate("document.querySelector('#views').getBoundingClientRect().top")
    page.set_viewport_size(ViewportSize(width=DESK["width"], height=int(height)))
    keep(page, "relay-transcript")


def signed_in(browser: Browser, address: str, name: str, password: str) -> Page:
    page = browser.new_page(viewport=WIDE, device_scale_factor=PIXELS_PER_POINT)
    page.goto(address)
    page.fill("#name", name)
    page.fill("#password", password)
    page.get_by_role("button", name="Logg inn").click()
    return page


def photograph_read_back(browser: Browser, address: str) -> None:
    """A request to be phoned, asked for in the chat, just before it is sent."""
    page = browser.new_page(viewport=PHONE, device_scale_factor=PIXELS_PER_POINT, locale="nb")
    page.goto(f"{address}/")
    for answered, line in enumerate(ASKING, start=1):
        page.locator("#text").fill(line)
        page.locator("#composer button").click()
        page.locator("#thread li.assistant").nth(answered - 1).wait_for()
    page.get_by_text("Stemmer dette?").wait_for()
    keep(page, "callback-read-back")


def photograph_chats(browser: Browser, address: str) -> None:
    """Half-way through an emergency, in each language: it is told, and the place is being asked."""
    for language, words in CHATS.items():
        page = browser.new_page(
            viewport=PHONE, device_scale_factor=PIXELS_PER_POINT, locale=language
        )
        page.goto(f"{address}/")
        page.locator("#text").fill(words)
        page.locator("#composer button").click()
        page.locator("#thread li.assistant").nth(1).wait_for()
        page.locator("#thread li.person time").wait_for()
        page.locator("#thread li.person").evaluate("(words) => words.scrollIntoView()")
        keep(page, f"chat-{language}")


def photograph_relay(browser: Browser, address: str) -> None:
    """An interpreter with two people; one of them has been answered."""
    page = browser.new_page(viewport=TALL, device_scale_factor=1, locale="nb")
    for spoken in RELAYED:
        page.goto(f"{address}/chat/relay")
        page.locator("#spoken").select_option(spoken)
        page.locator("#called").fill("Amina")
        page.locator("#begin button").click()
        page.locator("#choices button").first.click()
        page.locator("#thread > li.assistant").nth(1).wait_for()
    page.locator("#text").fill(RELAYED["ar"])
    page.locator("#composer button").click()
    page.locator("#thread > li.assistant").nth(2).wait_for()
    page.goto(f"{address}/?relay=2")
    page.locator("#thread > li.assistant").nth(2).wait_for()
    page.evaluate("scrollTo(0, 0)")
    keep(page, "relay-chat")


def photograph_pictures(browser: Browser, address: str) -> None:
    """The topics by picture, two groups open."""
    for language in PICTURE_LANGUAGES:
        page = browser.new_page(
            viewport=PHONE, device_scale_factor=PIXELS_PER_POINT, locale=language
        )
        page.goto(f"{address}/")
        for group in (0, 1):
            page.locator("#by-picture summary").nth(group).click()
        page.locator("#pictures").evaluate("(it) => it.scrollIntoView()")
        keep(page, f"pictures-{language}")


def keep(page: Page, name: str) -> None:
    """The picture, once every letter is in its own font."""
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    picture = IMAGES / f"{name}.png"
    page.screenshot(path=picture)
    page.close()
    typer.echo(picture.relative_to(ROOT))


def write(handset: Locator, words: str, answers: int) -> None:
    """Write on a handset, and wait until so many messages in all have come to it."""
    handset.get_by_role("textbox").fill(words)
    handset.get_by_role("button", name="Send").click()
    wait_for_messages(handset, answers)


def wait_for_messages(handset: Locator, count: int) -> None:
    handset.locator("li.in").nth(count - 1).wait_for()


if __name__ == "__main__":
    main()
