"""What fits on a page: a text or a list too long is cut, and says where the rest is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.wording import count, typeset

if TYPE_CHECKING:
    from collections.abc import Sequence


def cut(text: str, most: int, rest: str) -> str:
    """Cut a text between two words.

    Args:
        text: as typed.
        most: characters; the words about the rest come on top.
        rest: where the rest is: « votre classeur, feuille Indicateurs ».

    Returns:
        The text itself when it fits, else its beginning and where the rest is.
    """
    if len(text) <= most:
        return text
    kept = text[: most + 1]
    whole = kept[: kept.rindex(" ")] if " " in kept[most // 2 :] else kept[:most]
    return typeset(f"{whole.rstrip(' ,;:.')}… (la suite : {rest})")


def few(texts: Sequence[str], most: int, each: int, rest: str, *, noun: tuple[str, str]) -> tuple[str, ...]:
    """Keep the first texts of a list, each cut.

    Args:
        texts: the most important first.
        most: how many.
        each: characters of each.
        rest: where the rest is, as in `cut`.
        noun: what they are, singular and plural.

    Returns:
        At most `most` texts, and one more that counts those left out.
    """
    shown = [cut(text, each, rest) for text in texts[:most]]
    left = len(texts) - most
    if left > 0:
        shown.append(typeset(f"{count(left, *noun)} de plus : {rest}."))
    return tuple(shown)
