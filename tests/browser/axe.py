"""What axe-core finds on a page that is worth stopping for."""

from pathlib import Path

from playwright.sync_api import Page

from tests.product import ROOT

AXE = Path(ROOT) / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")


def grave_faults(page: Page) -> list[str]:
    """The context must have been made with ``bypass_csp``: the pages let no other script in."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{fault['id']}: {node['html']} {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
        if fault["impact"] in GRAVE
    ]
