"""Counts the letter groups of the messages, a file a script: bot/language/letter_groups/."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from bot.brain.learning.messages import Message
from bot.language.letters import script_of, script_of_letter
from bot.language.profiles import COUNTS, SCRIPTS, letter_groups, letter_words, profile_of

# A group seen once is a name or an error as often as a sign of the language.
_SEEN_AT_LEAST = 2


def count_letter_groups(messages: Iterable[Message], folder: Path = COUNTS) -> None:
    """Write, for every script, how often each group occurs in each language written in it."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for message in messages:
        script = script_of(message.text)
        if script not in SCRIPTS:
            continue
        counter = counts[script][profile_of(message.language)]
        for word in letter_words(message.text.lower()):
            if script_of_letter(word[0]) == script:
                counter.update(letter_groups(word))
    for script, languages in counts.items():
        kept = {
            language: {
                group: count for group, count in sorted(counter.items()) if count >= _SEEN_AT_LEAST
            }
            for language, counter in sorted(languages.items())
        }
        path = folder / f"{script.lower()}.json"
        lines = [
            f"{json.dumps(language)}: {json.dumps(groups, ensure_ascii=False)}"
            for language, groups in kept.items()
            if groups
        ]
        path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
