"""Write the newest version's schema from what the code makes: ``python scripts/schemas.py``."""

import json
from pathlib import Path

from bot.callbacks.handover.message import published_schema

PUBLISHED = Path(__file__).parents[1] / "docs" / "schemas" / "callback-request-2.json"

PUBLISHED.write_text(
    json.dumps(published_schema(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
)
