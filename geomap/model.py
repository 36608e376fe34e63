"""The types that flow from a report to the map: frozen, saved as JSON and read back whole.

Report → Mention → Resolution → Claim → Event, in the order of the way that the data goes. Offsets count characters of
``Report.text``; coordinates are ``lat, lon`` in degrees on WGS 84; lengths that end in ``_km`` are kilometres.
"""

import hashlib
import json
import re
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, computed_field, field_validator, model_validator

Usage = Literal["literal", "associative", "dateline"]
SIDES = (
    *("north", "north-north-east", "north-east", "east-north-east", "east", "east-south-east", "south-east", "south-south-east"),
    *("south", "south-south-west", "south-west", "west-south-west", "west", "west-north-west", "north-west", "north-north-west"),
)
Match = Literal["exact", "folded", "approximate", "aside"]
"""How a name was found; ``aside``: by what the report says of where it is ("Badaber, south of Peshawar")."""
Relation = Literal["at", "near", "outside", "offset", "between", "toward", "part"]
Role = Literal["site", "origin", "destination", "area", "line", "toward"]
Qualifier = Literal["exact", "about", "at_least", "at_most", "range", "capacity", "some"]
Certainty = Literal["confirmed", "reported", "claimed", "possible", "planned", "denied"]
Standing = Literal["party", "neutral", "media", "analyst", "unnamed"]
"""Who a source is: a side of the conflict, a monitor, a news outlet, an institute, or nobody named."""

CERTAINTIES: tuple[Certainty, ...] = ("confirmed", "reported", "claimed", "possible", "planned", "denied")

_SURROGATE = re.compile("[\ud800-\udfff]")


def printable(value: Any) -> Any:
    """A value with each lone surrogate of its texts replaced: it is no character and can't be encoded; offsets stay true."""
    if isinstance(value, str):
        return _SURROGATE.sub("�", value)
    if isinstance(value, dict):
        return {printable(k): printable(v) for k, v in value.items()}
    return [printable(v) for v in value] if isinstance(value, list) else value


Text = Annotated[str, BeforeValidator(printable)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


_CANONICAL = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=str)


def content_hash(*parts: Any) -> str:
    """Sixteen hex digits that depend on the content alone, the same on every machine and run."""
    return hashlib.sha256(_CANONICAL.encode(parts).encode()).hexdigest()[:16]


class Model(BaseModel):
    """Frozen; members that it does not know are left out."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    def __setstate__(self, state: dict[Any, Any]) -> None:
        """What another process read: the names of the given fields are kept once, which were half of its memory."""
        given = state["__pydantic_fields_set__"]
        super().__setstate__({**state, "__pydantic_fields_set__": _GIVEN.setdefault(frozenset(given), given)})


_GIVEN: dict[frozenset[str], set[str]] = {}


class Span(Model):
    """A stretch of a report: ``report.text[start:end] == text``."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: Text

    @model_validator(mode="after")
    def _has_its_length(self) -> "Span":
        if self.end - self.start != len(self.text):
            msg = f"a span of {self.end - self.start} characters holds a text of {len(self.text)}"
            raise ValueError(msg)
        return self

    def overlaps(self, start: int, end: int) -> bool:
        """Whether the two stretches share a character."""
        return self.start < end and start < self.end


class Report(Model):
    """One published text, kept as it was read.

    ``published`` is an ISO date as fine as it is known (``2024-10-26``, ``2024-10``, ``2024``) or None. ``source`` is
    the path or address that it was read from; it takes no part in the ``id``, which is a hash of the content.
    """

    text: Text
    title: Text = ""
    outlet: Text = ""
    url: Text = ""
    published: str | None = None
    language: str = "en"
    source: Text = ""

    @field_validator("published")
    @classmethod
    def _iso(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
            msg = f"'{value}' is no date of the form 2024-10-26, 2024-10 or 2024"
            raise ValueError(msg)
        date.fromisoformat((value + "-01-01")[:10])
        return value

    @computed_field  # type: ignore[prop-decorator]  # pydantic's own way to publish a property
    @cached_property
    def id(self) -> str:
        """The content's hash."""
        return content_hash(self.text, self.title, self.outlet, self.url, self.published)

    @property
    def published_day(self) -> date | None:
        """The day of publication, where it is known to the day."""
        return date.fromisoformat(self.published) if self.published and len(self.published) == 10 else None

    def line_start(self, at: int) -> int:
        """Where the line begins, which is a paragraph or a heading, that holds an offset."""
        return self.text.rfind("\n", 0, at) + 1

    def span(self, start: int, end: int) -> Span:
        """The stretch between two offsets."""
        return Span(start=start, end=end, text=self.text[start:end])


class Mention(Span):
    """A stretch that names a place.

    ``associative``: the name stands for a government, a people, an organisation or a writer; ``dateline``: the report was
    filed there. Of neither is it said that something happens there.
    ``feature`` is the kind of thing that the words beside the name ask for ("oblast", "air base"), as a key of
    ``toponyms.features.FEATURES``. ``why`` says in words what made it associative, or what supports it.
    """

    name: Text
    usage: Usage = "literal"
    feature: str = ""
    why: Text = ""


class Place(Model):
    """An entry of the gazetteer.

    ``feature_class`` and ``feature_code`` are GeoNames' (P populated place, A division, S spot, L area, H water,
    T terrain). ``precision_km`` is how far the true point may lie from the given one; for an area, whose outline is
    in ``geometry`` (GeoJSON, WGS 84), the point is only where its label stands.
    """

    id: str
    name: Text
    feature_class: str
    feature_code: str
    lat: Latitude
    lon: Longitude
    precision_km: float = Field(ge=0)
    country: str = ""
    admin1: Text = ""
    population: int = 0
    source: Text = ""
    licence: str = ""
    geometry: dict[str, Any] | None = None

    @property
    def is_country(self) -> bool:
        """Whether the place is a whole country or dependency (GeoNames' codes PCL…)."""
        return self.feature_code.startswith("PCL")

    @property
    def is_area(self) -> bool:
        """Whether the place is a country, division, sea or region, and so never a pin."""
        return self.feature_class in ("A", "L", "H", "T")


class Candidate(Model):
    """A place that a name could mean, its score from 0 to 1, and what speaks for and against it."""

    place: Place
    score: float
    match: Match
    reasons: tuple[Text, ...] = ()


class Resolution(Model):
    """Where a mention is held to be, and why.

    ``ambiguous`` and ``unknown`` have no ``place``; the candidates are kept, the best first. ``lat``, ``lon`` and
    ``precision_km`` are those of the place, moved and widened as the relation asks ("15 km south of" it, "near" it);
    ``bearing`` is in degrees clockwise from north. ``geometry`` (GeoJSON, WGS 84) is the ground that a relation leaves
    open: a circle around a point, the quarter of one to the side that is named ("north of"), or for ``between`` the corridor
    between two places, the same for both. ``part`` is one side of a country ("eastern Ukraine"), ``bearing`` which: the half on
    that side is drawn, and the point stays the country's.
    """

    mention: Mention
    status: Literal["resolved", "ambiguous", "unknown"]
    place: Place | None = None
    match: Match = "exact"
    relation: Relation = "at"
    distance_km: float | None = None
    bearing: float | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    precision_km: float | None = None
    geometry: dict[str, Any] | None = None
    score: float = 0.0
    reasons: tuple[Text, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    @property
    def side(self) -> str:
        """The direction in words ("south-east"), empty where the text gives none."""
        return SIDES[round(self.bearing / 22.5) % 16] if self.bearing is not None else ""

    @property
    def beside(self) -> bool:
        """Whether the report speaks of the ground to one side of the place, and not of the place ("east of Taiwan")."""
        return self.relation == "near" and self.bearing is not None


class DateSpan(Model):
    """The days on which something is said to happen, both ends included, as fine as the text and no finer.

    ``start`` and ``end`` are None where the text gives days without a month that could be known. ``text`` holds the
    report's own words, ``label`` what the map shows ("night of 23 to morning of 24 October 2024",
    "25th (month not stated)"). ``open`` marks a span with one known end ("as early as the 27th": start; "until Friday": end,
    and the publication as the latest start).
    """

    start: date | None = None
    end: date | None = None
    open: Literal["start", "end"] | None = None
    text: Text
    label: Text

    @model_validator(mode="after")
    def _runs_forward(self) -> "DateSpan":
        if self.start and self.end and self.end < self.start:
            msg = f"a span of days that ends ({self.end}) before it starts ({self.start})"
            raise ValueError(msg)
        return self


class Quantity(Span):
    """How many of what: ``value`` (None for "some"), ``max`` for the upper end of a range, the unit in singular.

    ``together`` marks a figure for all the places of its claim together, not for each.
    """

    value: float | None
    max: float | None = None
    unit: Text
    qualifier: Qualifier
    together: bool = False


class Attribution(Span):
    """Who says so, and who that is. ``full`` is the name that the report itself gives for an abbreviation."""

    standing: Standing
    full: Text = ""


class ClaimPlace(Model):
    """A place and the part that it plays in a claim."""

    role: Role
    resolution: Resolution


class Claim(Model):
    """What one report says once. ``evidence`` is the sentence, found verbatim at its offsets in the report.

    ``unplaced`` has the places that it names and that could not be told from their namesakes, or are in no gazetteer; they are
    on no map. ``found_by`` names the extractor where it was not geomap's own (``activities.second``).
    """

    report: str
    kind: str
    places: tuple[ClaimPlace, ...]
    unplaced: tuple[ClaimPlace, ...] = ()
    actor: Span | None = None
    quantities: tuple[Quantity, ...] = ()
    equipment: tuple[Span, ...] = ()
    when: DateSpan | None = None
    attribution: Attribution | None = None
    outlet: Text = ""
    published: str | None = None
    certainty: Certainty
    cue: Span | None = None
    evidence: Span
    found_by: Text = ""

    @computed_field  # type: ignore[prop-decorator]  # pydantic's own way to publish a property
    @cached_property
    def id(self) -> str:
        """The content's hash: a sentence may tell a thing and its denial."""
        spans = [(p.role, p.resolution.mention.start, p.resolution.place and p.resolution.place.id) for p in self.places]
        side = ["denied"] if self.certainty == "denied" else []
        return content_hash(self.report, self.kind, self.evidence.start, self.evidence.end, spans, *side)


class Event(Model):
    """Claims that speak of one thing, agreeing or contradicting; the first of them says most, and denials stand last.

    ``reprints`` has the ids of those that repeat the words of another of its reports: one source, not two.
    """

    kind: str
    claims: tuple[Claim, ...] = Field(min_length=1)
    differences: tuple[str, ...] = ()
    reprints: tuple[str, ...] = ()

    @computed_field  # type: ignore[prop-decorator]  # pydantic's own way to publish a property
    @cached_property
    def id(self) -> str:
        """The hash of its claims."""
        return content_hash(self.kind, sorted(c.id for c in self.claims))


class Unplaced(Model):
    """Something that is not on the map, and the reason in words; ``claim`` is what is said of it, if no other place of it is."""

    report: str
    name: Text
    kind: str = ""
    reason: Text
    evidence: Span | None = None
    claim: Claim | None = None


class PassedOver(Model):
    """A sentence with a word of some activity that gave no claim, and the reason in words."""

    report: str
    kind: str
    reason: Text
    evidence: Span


class Problem(Model):
    """An input that could not be read; the others are mapped all the same."""

    source: Text
    message: Text


class Findings(Model):
    """All that was found in a set of reports: what the map, the exports and the notebook show."""

    reports: tuple[Report, ...] = ()
    events: tuple[Event, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of all events."""
        return tuple(c for e in self.events for c in e.claims)
