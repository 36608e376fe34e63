"""The words that the steps look for, as tables: one file an activity kind, one file a language.

Adding a kind or a language means adding its file; ``kinds()`` and ``languages()`` are the only places that list them.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from geomap.errors import LexiconError


class Kind(NamedTuple):
    """An activity kind: how reports speak of it, the roles that its places take, and its look on the map.

    ``certain`` are words that leave no doubt of the kind: they outweigh the trained reader where it tells of a mere movement.
    """

    name: str
    order: int
    label: str
    shape: str
    color: str
    dark: str
    draw: str
    roles: tuple[str, ...]
    countries: bool
    stays: bool
    own_voice: bool
    arms_act: bool
    military: bool
    yields: bool
    same_site_km: float
    triggers: dict[str, re.Pattern[str]]
    certain: dict[str, re.Pattern[str]]
    exclusions: dict[str, re.Pattern[str]]


@dataclass(frozen=True, eq=False)  # one object a language, so that what is made of its words can be cached by it
class Language:
    """A language: every table of its file, its patterns compiled at first use by ``pattern``."""

    code: str
    name: str
    reads_activities: bool
    tables: dict[str, Any]

    def words(self, table: str, key: str) -> tuple[str, ...]:
        """A list of words; empty where the language has none."""
        return tuple(self.tables.get(table, {}).get(key, ()))

    def pattern(self, table: str, key: str) -> re.Pattern[str]:
        """A list of patterns as one, matching at word boundaries; never matches where the language has none."""
        return _compiled(self, table, key)

    def either(self, table: str, *keys: str) -> str:
        """Lists of patterns as alternatives within a longer pattern; one that never matches where the language has none."""
        return "|".join(p for key in keys for p in self.words(table, key)) or _NEVER


_NEVER = "(?!)"
DRAWINGS = ("point", "line", "area")


def any_of(patterns: list[str], flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """One pattern for a list of them, at word boundaries."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns) or _NEVER})(?!\w)", flags)


@cache
def _compiled(words: Language, table: str, key: str) -> re.Pattern[str]:
    return any_of(list(words.words(table, key)))


def _load(folder: str) -> dict[str, dict[str, Any]]:
    found = sorted((files("geomap.lexicon") / folder).iterdir(), key=lambda f: f.name)
    return {
        f.name.removesuffix(".toml"): read_table(f.name, f.read_text(encoding="utf-8")) for f in found if f.name.endswith(".toml")
    }


def read_table(name: str, text: str) -> dict[str, Any]:
    """The table of a file of the lexicon.

    Raises:
        LexiconError: it is no TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{name}: {error}", "mend it there") from None


@cache
def kinds() -> dict[str, Kind]:
    """All activity kinds by name, in the order in which a legend lists them."""
    made = [read_kind(name, table) for name, table in _load("kinds").items()]
    return {kind.name: kind for kind in sorted(made, key=lambda k: (k.order, k.name))}


def read_kind(name: str, table: dict[str, Any]) -> Kind:
    """A kind of its file's table.

    Raises:
        LexiconError: a member is missing, a pattern is none, or ``draw`` is none of ``DRAWINGS``.
    """
    if table.get("draw") not in DRAWINGS:
        raise LexiconError(f"{name}.toml: draw is {table.get('draw')!r}", f"one of {', '.join(DRAWINGS)}")
    try:
        return Kind(
            name=name,
            order=table["order"],
            label=table["label"],
            shape=table["shape"],
            color=table["color"],
            dark=table["dark"],
            draw=table["draw"],
            roles=tuple(table["roles"]),
            countries=table["countries"],
            stays=table["stays"],
            own_voice=table["own_voice"],
            arms_act=table["arms_act"],
            military=table["military"],
            yields=table["yields"],
            same_site_km=float(table["same_site_km"]),
            triggers={code: any_of(words["triggers"]) for code, words in table["words"].items()},
            certain={code: any_of(words.get("certain", [])) for code, words in table["words"].items()},
            exclusions={code: any_of(words["exclusions"]) for code, words in table["words"].items()},
        )
    except KeyError as error:
        raise LexiconError(f"{name}.toml: no {error}", "the other kinds' files have every member") from None
    except re.error as error:
        raise LexiconError(f"{name}.toml: {error.pattern!r} is no pattern: {error}", "mend it there") from None


@cache
def languages() -> dict[str, Language]:
    """All languages by ISO 639-1 code."""
    return {code: Language(code, table["name"], table["reads_activities"], table) for code, table in _load("languages").items()}


@cache
def language(code: str) -> Language:
    """The language of a report, or one without words where it is not known."""
    if code in languages():
        return languages()[code]
    from babel import Locale

    return Language(code, Locale("en").languages.get(code, code), reads_activities=False, tables={})
