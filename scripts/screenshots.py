"""Take the pictures of the README: ``python scripts/screenshots.py``.

Starts the demo on a free port with a database of its own, plays a story half-way, photographs the
phones, and ends what it started. The story needs neither the brain nor a trained model.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import typer
from playwright.sync_api import Browser, Locator, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
START_SECONDS = 60
STOP_SECONDS = 20
SIZE = {"width": 1120, "height": 1080}
PIXELS_PER_POINT = 1.5
BROWSER_ARGUMENTS = ("--disable-background-networking", "--disable-component-update")
FIRST_WORDS = "Hei, jeg bor i Lykkefjord og har ikke noe sted å sove i natt"
SECOND_WORDS = "أنا في Lykkefjord وليس لدي مكان أنام فيه الليلة"


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("There is no chromium on this machine. Install it: apt-get install chromium")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with running_demo() as address, sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, as in a container.
        arguments = [*BROWSER_ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        photograph_phones(browser, address, IMAGES / "phones.png")
        browser.close()


@contextmanager
def running_demo() -> Iterator[str]:
    """The demo's address, once every role is ready."""
    with TemporaryDirectory(prefix="lavterskel-") as folder:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "bot.cli", "up", "--demo"]
        command += ["--role", "edge", "--role", "courier"]
        process = subprocess.Popen(  # noqa: S603 -- our own command
            command, cwd=ROOT, env=environment(Path(folder), port), stdout=subprocess.DEVNULL
        )
        try:
            wait_until_ready(address, process)
            yield address
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


def photograph_phones(browser: Browser, address: str, picture: Path) -> None:
    """One case is taken; another person has just written, in Arabic, and the phone rings again."""
    page = browser.new_page(viewport=SIZE, device_scale_factor=PIXELS_PER_POINT)  # type: ignore[arg-type]
    page.goto(f"{address}/phones")
    officer = page.locator("article.officer").first
    write(page.locator("article.person"), FIRST_WORDS, answers=1)
    wait_for_messages(officer, 1)
    write(officer, "1 10", answers=2)
    page.get_by_role("link", name="New person").click()
    write(page.locator("article.person"), SECOND_WORDS, answers=1)
    wait_for_messages(officer, 3)
    page.mouse.move(0, 0)
    page.screenshot(path=picture)
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
