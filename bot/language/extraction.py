"""Babel extraction method for the domain: every response becomes a message with its name.

Named in babel.cfg; the message context is the response's name, the source its bokmål text.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, BinaryIO

import yaml

Extracted = tuple[int, str, tuple[str, str], list[str]]


def extract_domain(
    fileobj: BinaryIO,
    keywords: Mapping[str, Any],  # noqa: ARG001  (Babel's signature)
    comment_tags: Collection[str],  # noqa: ARG001
    options: Mapping[str, Any],  # noqa: ARG001
) -> Iterator[Extracted]:
    """Yield line, function, (name, source) and comments of each response in one domain file.

    Raises ValueError for a response with several variants: one name is one text.
    """
    root = yaml.compose(fileobj, Loader=yaml.SafeLoader)
    for name_node, variants in _responses(root):
        name, lines = name_node.value, variants.value
        if len(lines) != 1:
            raise ValueError(f"{name}: one response has one text, this has {len(lines)}")
        response = yaml.SafeLoader("").construct_document(lines[0])
        audience = (response.get("metadata") or {}).get("audience")
        comments = [f"audience: {audience}"] if audience else []
        yield name_node.start_mark.line + 1, "pgettext", (name, response["text"].strip()), comments


def _responses(root: yaml.Node | None) -> list[tuple[yaml.ScalarNode, yaml.SequenceNode]]:
    for key, value in getattr(root, "value", ()):
        if key.value == "responses":
            return list(value.value)
    return []
