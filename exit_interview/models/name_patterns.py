# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Dates, ages, families, lengths of service and addresses, as people write them."""

import re

NUMBERS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    "fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty"
)
LARGE = (
    r"(?:[1-9]\d|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    r"nineteen|(?:twenty|thirty|forty)(?:[- ]\w+)?)"
)
MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|"
    "december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)


DAYS = "mon|tues|wednes|thurs|fri|satur|sun"
TENS = "twenty|thirty|forty|fifty|sixty|seventy"
PERSON = (
    "she|he|they|i|who|worker|colleague|manager|person|man|woman|practitioner|leaver"
)
# Age of a working life, in figures or words.
WORKING_AGE = rf"(?:[1-7]\d|(?:{TENS})(?:[- ](?:{NUMBERS}))?)"
NEARLY = "(?:only |just |nearly |almost |over |about |under |past )?"
PATTERNS = [
    (re.compile(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (
            rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?(?:{MONTHS})\b(?:\s\d{{4}})?",
            "date",
        ),
        (rf"\b(?:{MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s\d{{4}})?", "date"),
        (rf"\b(?:{MONTHS})\s(?:19|20)\d\d\b", "date"),
        (r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b", "date"),
        (
            r"\b(?:on|since|until|till|by|from|after|before|of|dated) "
            r"\d{1,2}/\d{1,2}\b",
            "date",
        ),
        (r"\b(?:19|20)\d\d\b", "date"),
        (r"\bon the \d{1,2}(?:st|nd|rd|th)\b", "date"),
        (rf"\b(?:{DAYS})day,? (?:the )?\d{{1,2}}(?:st|nd|rd|th)?\b", "date"),
        (r"\bat (?:the age of )?\d{2}\b(?! ?%|\s?per|\s?cases)", "age"),
        (rf"\bage[ds]? (?:of )?(?:\d+|(?:{NUMBERS})\w*)", "age"),
        (
            rf"\b(?:\d+|(?:{NUMBERS})\w*)(?:[- ](?:{NUMBERS}))?"
            r"[- ]years?[- ]olds?\b",
            "age",
        ),
        (
            r"\bin (?:my|her|his|their) (?:early |mid |mid-|late )?"
            rf"(?:teens|{TENS.replace('ty', 'ties')}|[2-7]0s)\b",
            "age",
        ),
        (r"\b(?:turned|turning) \w*(?:\d\d|ty)\b", "age"),
        (rf"\bbeing {NEARLY}{WORKING_AGE}\b(?! \w+s\b)", "age"),
        (
            rf"\b(?:{PERSON}) (?:is|was|were|am|are) {NEARLY}{WORKING_AGE}\b"
            r"(?! ?%|[- ](?!years? old)\w+s\b)",
            "age",
        ),
        (rf"\b(?:{PERSON}|(?-i:[A-Z])[a-z]+)(?:,| \() ?[1-7]\d(?:,|\))", "age"),
        (
            rf"\b(?:my|her|his|their|of|with|has|have|had) (?:\d+|{NUMBERS}) "
            r"(?:\w+ )?(?:children|kids|sons|daughters|boys|girls|babies)\b",
            "children",
        ),
        (r"\b(?:mother|father|mum|dad|parent) of (?:\w+)\b", "children"),
        (
            r"\b(?:my|her|his) (?:\w+ )?(?:son|daughter|twins|baby|toddler)\b",
            "children",
        ),
        (
            r"\b(?:my|her|his|their) (?:ex-?)?(?:husband|wife|girlfriend|boyfriend"
            r"|fianc[e\u00e9]e?|mother|father|mum|dad|sister|brother|twin)\b",
            "children",
        ),
        # "a foster carer herself"
        (
            r"\b(?:a|an) (?:\w+[- ]){1,3}(?:herself|himself|myself|themsel(?:f|ves))\b",
            "trait",
        ),
        (
            rf"\b(?:after|for|over|nearly|almost|with|of|his|her|my|their) {LARGE}"
            r"(?: \w+)? years\b",
            "years",
        ),
        (r"\b[\w.+-]+@[\w-]+\.[\w.]+\b|\bhttps?://\S+|\bwww\.\S+", "address"),
        (r"(?<!\w)@\w+", "address"),
        (r"(?<!\w)(?:\+\d{2}|0)\d[\d\s]{7,12}\d\b", "address"),
        (r"\b\d{6,}\b", "address"),
        (r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", "address"),
        (r"\bEXI-\w{5}-\d\d\b", "address"),
    )
]
