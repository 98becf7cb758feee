"""
Words that leave people out, with what to write instead: a list of the project's own.

It follows the advice of the American Psychological Association's bias-free language guidelines (Publication Manual, 7th
edition, 2020, chapter 5): name people as they name themselves, and a job by its work and not by a man or a woman.
"""

from __future__ import annotations

import re

# fmt: off
WORDS: dict[str, str] = {
    "he or she": "they", "she or he": "they", "he/she": "they", "she/he": "they", "s/he": "they",
    "his or her": "their", "her or his": "their", "his/her": "their", "her/his": "their",
    "him or her": "them", "him/her": "them", "himself or herself": "themselves", "himself": "themselves",
    "herself": "themselves",
    "chairman": "chair", "chairmen": "chairs", "chairwoman": "chair", "businessman": "business person",
    "businessmen": "business people", "salesman": "salesperson", "salesmen": "salespeople",
    "saleswoman": "salesperson", "salesgirl": "salesperson", "workman": "worker", "workmen": "workers",
    "workmanship": "quality of work", "workmanlike": "skilled", "craftsman": "craftsperson",
    "craftsmen": "craftspeople", "craftsmanship": "skill", "tradesman": "tradesperson", "tradesmen": "tradespeople",
    "foreman": "supervisor", "foremen": "supervisors", "repairman": "repairer", "repairmen": "repairers",
    "serviceman": "service technician", "servicemen": "service technicians", "draftsman": "drafter",
    "draftsmen": "drafters", "fireman": "firefighter", "firemen": "firefighters", "policeman": "police officer",
    "policemen": "police officers", "mailman": "mail carrier", "postman": "mail carrier",
    "spokesman": "spokesperson", "spokesmen": "spokespeople", "spokeswoman": "spokesperson", "layman": "lay person",
    "laymen": "lay people", "freshman": "first-year student", "freshmen": "first-year students",
    "stewardess": "flight attendant", "waitress": "server", "hostess": "host", "cleaning lady": "cleaner",
    "manpower": "staff", "man-hours": "working hours", "man-hour": "working hour", "man hours": "working hours",
    "man-made": "made by people", "manmade": "made by people", "mankind": "humanity", "manned": "staffed",
    "unmanned": "without a crew", "middleman": "intermediary", "gentlemen": "people", "housewife": "homemaker",
    "housewives": "homemakers", "mothering": "parenting", "guys": "everybody", "anchorman": "anchor",
    "cameraman": "camera operator", "cameramen": "camera operators", "weatherman": "forecaster",
    "handicapped": "disabled", "the handicapped": "disabled people", "handicap": "disability",
    "the disabled": "disabled people", "the blind": "blind people", "the deaf": "deaf people",
    "the mentally ill": "people with a mental illness", "mentally retarded": "with an intellectual disability",
    "crippled": "disabled", "wheelchair-bound": "who uses a wheelchair",
    "confined to a wheelchair": "who uses a wheelchair", "deaf and dumb": "deaf", "able-bodied": "nondisabled",
    "the elderly": "older people", "elderly": "older", "senile": "with dementia", "the aged": "older people",
    "the poor": "people on low incomes", "the homeless": "people without housing", "third world": "lower-income",
    "third-world": "lower-income", "illegal alien": "undocumented immigrant",
    "illegal aliens": "undocumented immigrants",
    "oriental": "Asian", "gypsy": "Roma", "eskimo": "Inuit",
    "blacklist": "blocklist", "whitelist": "allowlist", "black list": "block list", "white list": "allow list",
    "master/slave": "primary/secondary", "master-slave": "primary/secondary", "slave": "secondary",
    "grandfathered": "kept under the old rule", "sanity check": "quick check", "crazy": "surprising",
}
# fmt: on
PATTERN = re.compile(
    r"(?<![\w-])(" + "|".join(re.escape(each) for each in sorted(WORDS, key=len, reverse=True)) + r")(?![\w-])",
    re.IGNORECASE,
)
_COMMON = frozenset({"the", "or", "a", "and", "to", "of"})
HINTS = frozenset(word for each in WORDS for word in re.findall(r"[a-z]+(?:-[a-z]+)*", each)) - _COMMON
"""Where a statement has none of these words, there is nothing to look for."""
FOLLOWED = re.compile(
    r"\s+(?:person|people|child|children|student|adult|individual|patient|client|customer|employee|veteran|worker|\w+s)\b",
    re.IGNORECASE,
)
"""“The blind” is meant without a noun behind it: “the disabled students” is another matter."""
