"""What date expressions look like: one pattern over a language's months and weekdays, and what stands before and behind them."""

import re
from functools import cache

from geomap.activities.calendar_spans import SEASON, STRETCH, WEEK
from geomap.lexicon import Language

OPEN = {
    "as early as": "start",
    "since": "start",
    "from": "start",
    "starting": "start",
    "after": "start",
    "by": "end",
    "until": "end",
    "till": "end",
    "through": "end",
    "before": "end",
    "no later than": "end",
}
UP_TO = ("until", "till", "through")
"""Openings of a day up to which something goes on."""
COUNTS = ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
GROUPS = (
    "iso",
    "dot",
    "mday",
    "daym",
    "half",
    "close",
    "begin",
    "quarter",
    "nth",
    "mon",
    "nthlast",
    "ord",
    "wd",
    "past",
    "ago",
    "so",
    "season",
    "rel",
    "decade",
    "year",
)
"""The groups of which one is a date expression's own words; what the others match leads to it or is a part of one of these."""
_PART = (
    r"(?:the )?(?P<part>overnight|night|morning|evening|afternoon|early hours|noon)(?P<into> to| into)?"
    r"(?: of| on| from| between)? (?:the )?"
)
# Behind "the night", which is then not the last one.
_NIGHT_OF = r"\s(?:of|to|from|into|between|on|before|after|when|that|which|in which)\b"
# Behind "since", an hour of the day of the report.
_HOURS = (
    r"(?:(?:shortly |just |soon )?(?:before|after) |about |around |early )?"
    r"(?:midnight|dawn|daybreak|sunrise|first light|morning|noon|midday)"
)


@cache
def expressions(words: Language) -> re.Pattern[str]:
    """The pattern of a language's date expressions; which of ``GROUPS`` matched tells how to reckon its days."""
    long, short = words.words("dates", "months"), words.words("dates", "month_short")
    month = "|".join([*long, *(rf"{m}\.?" for m in short), r"sept\.?"])
    weekdays = "|".join(words.words("dates", "weekdays"))
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    count = rf"(?:\d{{1,3}}|{'|'.join(COUNTS)})"
    third = rf"(?P<third>{STRETCH})[ -](?:the )?"

    def more(group: str) -> str:  # the last of "3 to 5", "3/4", "1, 3 and 5"
        return rf"(?:(?:,\s*{day})*\s*(?:-|–|/|to|and|or|through|until|till)\s*(?P<{group}>{day})(?!\s*(?:[ap]\.?m\b|:\d)))?"

    def year(number: int) -> str:
        return rf"(?:,?\s+(?:(?:of )?(?P<y{number}>\d{{4}})|(?:of )?(?P<r{number}>last|this|next) year(?!['’]s)))?"

    return re.compile(
        rf"(?<!\w)(?:(?P<open>{'|'.join(OPEN)})\s+(?:the\s+)?)?"
        rf"(?:{_PART}|(?:on |in |at )?(?:{third}|(?:early |late )?(?:the )?(?:on |in )?(?:the )?))"
        rf"(?:(?:{weekdays}),?\s+(?:the\s+)?(?=\d|{month}))?"  # "Tuesday, 22 April": the day is said twice
        r"(?:"
        r"(?P<iso>\d{4}-\d{2}-\d{2}|\d{4}/\d{2}/\d{2})"
        r"|(?P<dot>(?P<dd>\d{1,2})\.(?P<dm>\d{1,2})\.(?P<dy>\d{4})?)"
        rf"|(?P<mday>(?:last )?(?P<m1>{month})\s+(?P<d1>{day}){more('d1b')}{year(1)})"
        rf"|(?P<daym>(?P<d2>{day}){more('d2b')}\s+(?:of\s+)?(?P<m2>{month}){year(2)})"
        r"|(?P<half>(?P<h>first|second) half of (?:(?P<hu>the (?:month|year)|this (?:month|year))"
        rf"|(?P<hm>{'|'.join(long)})(?:,?\s+(?P<hmy>\d{{4}}))?|(?P<hy>\d{{4}})))"
        r"|(?P<close>end of (?:the |this )?(?P<cu>week|month|year))"
        r"|(?P<begin>(?:start|beginning) of (?:the |this )?(?P<bu>month|year))"
        r"|(?P<quarter>(?P<q>first|second|third|fourth|last) quarter of (?P<yq>\d{4}))"
        rf"|(?P<nth>(?P<wn>{WEEK})(?: (?:and|or|to) (?P<wl>{WEEK}))? weeks? of (?P<m4>{'|'.join(long)})(?:,?\s+(?P<y4>\d{{4}}))?)"
        rf"|(?P<mon>(?:(?P<wm>last|this|next) )?(?P<m3>{'|'.join(long)}){year(3)})"
        r"|(?P<nthlast>(?P<d4>\d{1,2})(?:st|nd|rd|th)? of (?:the )?(?P<lm>last|previous|this|next) month)"
        r"|(?P<ord>(?P<d3>\d{1,2})(?:st|nd|rd|th))"
        r"(?!\s+(?:\w+\s+)?(?:brigade|division|regiment|army|corps|battalion|century|separate|guards|fleet|time|airborne|anniversary))"
        rf"|(?P<wd>(?<!\bevery )(?<!\beach )"
        rf"(?:(?P<ww>last|previous|this|next) )?(?P<w>{weekdays})(?P<wp> night| morning| evening| afternoon)?"
        r"(?:,? (?:of )?(?P<wk>last|this|next) week)?)"
        rf"|(?P<past>(?:past|(?:last|previous)(?= {count} )|(?:(?<=\bin the )|(?<=\bover the )|(?<=\bduring the ))last) "
        rf"(?:(?P<np>{count}) )?(?P<up>hours|days?|weeks?|fortnight|months?|years?))"
        rf"|(?P<ago>(?P<na>{count}) (?P<ua>days?|weeks?|fortnights?|months?|years?) ago)"
        r"|(?P<so>(?P<dir>earlier|later) this (?P<us>week|month|year))"
        rf"|(?P<season>(?:(?P<ws>this |last |next )|(?<=\bin )|(?<=\bin the )|(?<=\bfrom the )|(?<=\bsince ))"
        rf"(?P<s>{SEASON})(?!\s+of\s+(?!\d|(?:last|this|next) year\b)){year(5)})"
        r"|(?P<rel>overnight|today|(?:the )?day before yesterday|(?:the )?day after tomorrow"
        r"|yesterday|tomorrow(?: and the day after)?|tonight"
        rf"|last night|(?:(?<=\bin )|(?<=\bduring ))the night(?!{_NIGHT_OF})"
        rf"|(?:(?<=\bsince )|(?<=\bsince the )){_HOURS}(?!{_NIGHT_OF})"
        r"|this (?:morning|afternoon|evening)|(?:over |during |at )?(?:the|this|last) (?:past )?weekend"
        r"|(?:(?<=\bover )|(?<=\bduring ))the week(?! (?:of|to|before|after|that|which)\b)"
        r"|this week|last week|next week|this month|last month|next month|this year|last year"
        rf"|(?:half an hour|an hour|(?:a few|some|{count}|twenty|thirty) minutes|(?:a few|two|three|2|3) hours|moments) ago"
        r"|(?:(?<=\bin the )|(?<=\bover the )|(?<=\bwithin the ))(?:past|last) (?:half )?hour"
        r"|for the (?:second|third|fourth|fifth) hour"
        r"|currently|at present|at the moment|right now|(?<=\bare )now|(?<=\bis )now)"
        r"|(?P<decade>(?:19|20)\d0)s"
        r"|(?P<year>(?:19|20)\d{2})(?:[-–/](?P<yb>\d{2}))?(?!\d)(?(third)|(?=\s*[-–,.;)]|\s*$|\s+(?:and|to|the|when|it|he|they|with|on|at|near|a|an|that|which|while|as|after|before|during|its|their|his)))"
        rf")(?!\w)(?!-(?!(?:{weekdays}|{month}|(?:19|20)\d\d)\b)\w)",
        re.IGNORECASE,
    )
