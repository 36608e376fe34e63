"""Numbers as digits and as words: "12,000", "three thousand", "half a dozen", "a pair"."""

import re

_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_SETS = {"dozen": 12, "pair": 2, "pairs": 2}
TIMES = "|".join((*SCALES, *_SETS))
"""What a number may be times: "3 dozen", "2 hundred thousand"."""
FEW = {"half a dozen": 6, "half-dozen": 6, "dozen": 12, "pair": 2, "couple": 2}
# Of nothing military are there more; a longer row of digits is no number.
_LARGEST = 1e12
ALONE = ("a single", "a lone")
SPELLED = "|".join(_WORDS)
DIGITS = r"\d{1,3}(?:[,'’.\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:\.\d+)?"


def scale(text: str) -> int:
    """The hundred, thousand or million with which a number ends, or 0."""
    last = text.lower().split()[-1]
    return SCALES.get(last, 0)


def value(text: str) -> float | None:
    """The number that digits or words stand for; None where they stand for none."""
    lowered = re.sub(r"\s+", " ", text.lower())
    if lowered in ALONE:
        return 1.0
    few = next((v for w, v in FEW.items() if lowered in (w, f"a {w}")), None)
    if few is not None:
        return float(few)
    if re.match(r"\d", lowered):
        return _figures(lowered)
    total, current, counted = 0, 0, False
    for word in re.split(r"[-\s]+", lowered):
        times = SCALES.get(word) or _SETS.get(word)
        if word in _WORDS:
            current, counted = current + _WORDS[word], True
        elif times:
            current, counted = max(current, 1) * times, True
            if times > 100:
                total, current = total + current, 0
        elif word not in ("and", "a"):
            return None
    return float(total + current) if counted else None


def _figures(text: str) -> float | None:
    """The number of digits with what they are times: "1.235 million", "2 hundred thousand", "3 dozen"."""
    digits, *times = re.split(r"\s+(?=[a-z])", text)
    grouped = re.fullmatch(r"\d{1,3}(?:[,'’.\u00a0\u202f ]\d{3})+", digits)
    if times and re.fullmatch(r"\d+\.\d+", digits):  # "1.235 million"
        grouped = None
    elif not grouped and not re.fullmatch(r"\d+(?:\.\d+)?", digits):
        return None
    number = float(re.sub(r"\D", "", digits) if grouped else digits)
    for word in times:
        by = SCALES.get(word) or _SETS.get(word)
        if not by:
            return None
        number *= by
    return number if number < _LARGEST else None
