"""What a phone company sends in place of a picture it could not bring: that it is there, and where.

Norwegian numbers at Twilio get no MMS. Where a company sends a text instead, it is no word of the
person's. The link in it is never followed.
"""

import re

LONGEST = 320
"""Characters: two texts. A person who says more than this says something."""
_NEWS = re.compile(
    r"(du har (mottatt|fått)|du har (motteke|fått)|you have (received|got)|new) "
    r"(en |ein |et |eit |an? )?(ny(tt)? |new )?"
    r"(mms|multimedi(e|a)[ -]?(melding|message)|bildemelding|biletmelding|picture message)",
    re.IGNORECASE,
)
_LINK = re.compile(r"\bhttps?://\S+|\bwww\.\S+|\bmms\.\w+\.no\b", re.IGNORECASE)


def is_in_place_of_mms(text: str) -> bool:
    """Only a short text that begins with such news, and holds a link to look at it."""
    words = text.strip()
    return (
        len(words) <= LONGEST and _NEWS.match(words) is not None and _LINK.search(words) is not None
    )
