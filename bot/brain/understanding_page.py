"""The page docs/understanding.md: figures, what they were counted on, and what they do not show."""

from collections.abc import Mapping
from datetime import datetime

from bot.brain.measuring import Figures, Pace, kinds_table, table, together
from bot.language.wording import OSLO

Counted = Mapping[str, Figures]


def understanding_page(held_out: Counted, own: Counted, pace: Pace) -> str:
    """The whole page as Markdown."""
    norwegian = together(held_out.values())
    lines = [
        "# How well messages are understood",
        "",
        f"Written by `lavterskel bench understanding` on {datetime.now(OSLO).date().isoformat()}.",
        "Counts are raw: so many of so many. Every message is read alone, with no memory of a",
        "conversation.",
        "",
        "**What to think of these figures.** All messages were drafted by machine, and no native",
        "speaker has read them. Real messages will be stranger than all of these. The thresholds",
        "of the safety net were chosen with a look at both collections, so expect a little less of",
        "others. Everyday private messages are asked about more often than the goal (1.5 in 100);",
        "why: [decision 0008](decisions/0008-concepts-phrases-and-a-small-network.md).",
        "",
        "Words: *emergencies found* are those that escalate at once or are asked about; *at once*",
        "those that escalate without a question. *precision* is how many of all alarms were about",
        "an emergency. *hard* are harmless messages that sound like danger (the past, rules,",
        "films), *private* are everyday messages to others. *topic* asks that the intent is right",
        "as well. In the tables of kinds, the first count is how many emergencies of the kind were",
        "found, the second how many of the alarms that named it were about it.",
        "",
        "## Held out: by authors who had seen no training message",
        "",
        *table(held_out),
        "",
        *kinds_table(held_out),
        "",
        "Nynorsk told from bokmål, of messages of three words or more, with no memory: "
        f"bokmål right {norwegian.raw('told nb')}, nynorsk right {norwegian.raw('told nn')}.",
        f"Sentences from newspapers: {norwegian.raw('news certain')} taken for certain danger, "
        f"{norwegian.raw('news ask')} asked about.",
        "",
        "## Deliberately indirect: the project's own test split",
        "",
        "By the authors of the training messages, about other situations and in other words on",
        "purpose; half of the emergencies only hint. It shows where the limits are.",
        "",
        *table(own),
        "",
        *kinds_table(own),
        "",
        "## Pace",
        "",
        f"{pace.messages_per_second:.0f} messages a second on one core, safety net, language and",
        f"model together; ready after {pace.load_seconds:.1f} s. Machines differ.",
        "",
    ]
    return "\n".join(lines)
