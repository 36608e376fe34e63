"""Places that a sentence names by a noun or "there": the last place of the paragraph that the noun fits, where there is one."""

from geomap.gazetteer.fold import Token
from geomap.lexicon import Language
from geomap.model import Place, Report, Resolution

_CLASSES = {"settlement": "P", "site": "S", "division": "A", "land": "T", "any": ""}


def antecedent(report: Report, word: Token, resolutions: list[Resolution], words: Language) -> Resolution | None:
    """The place that a noun stands for, as a resolution of the noun itself; None where none or more than one could be meant.

    Args:
        report: the text.
        word: the noun, or "there".
        resolutions: the report's literal mentions before it, in order.
        words: the language.
    """
    said = report.text[word.start : word.end]
    asked = next((c for c in _CLASSES if said.lower() in words.words("anaphora", c)), None)
    if asked is None:
        return None
    paragraph = max(report.text.rfind("\n", 0, word.start), 0)
    for before in reversed(resolutions):
        if before.mention.start < paragraph:
            return None
        place = before.place
        if before.mention.end <= word.start and place and _fits(place, asked):
            mention = before.mention.model_copy(
                update={"start": word.start, "end": word.end, "text": said, "why": f"stands for {place.name}, named before it"}
            )
            reasons = (
                f"“{said}” stands for {before.mention.text}, the last place of the paragraph that it fits",
                *before.reasons,
            )
            return before.model_copy(update={"mention": mention, "reasons": reasons})
    return None


def _fits(place: Place, asked: str) -> bool:
    if place.is_country or place.feature_code in ("CONT", "OCN"):
        return False
    return not _CLASSES[asked] or place.feature_class == _CLASSES[asked]
