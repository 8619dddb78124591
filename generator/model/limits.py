"""Every limit of what content and stored documents may hold, and every number by which lengths are estimated and rounded: once.

The types, the rules, the commands and the reference read them here. What the browser's modules need of them stands in
`theme_overrides/assets/javascripts/contract.mjs`, which `as_module` writes: repair with
`python -m pytest tests/test_contract.py --bless`.

How large files may be, and how many, is the loader's: `content/load.py`. The limits are some ten times what the first guide needs,
and with them no single file makes a generation slow or large (`tests/test_hostile.py`, `python bench/hostile.py`). A rule stops
after 1,000 findings, and the search for what else a decision could say stops where nobody would wait.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

# ---- texts, in characters

ID_LENGTH: Final = 60  # a file name on every system, and an address that can be read aloud
NAME_LENGTH: Final = 110  # a heading; also what search engines show of a description
ACT_LENGTH: Final = 70  # the title of a step: what is done, on one line of a page
LABEL_LENGTH: Final = 32  # what stands at a flag of a path's picture
CELL_LENGTH: Final = 100  # some six words, beside those of another role on a phone, with the link of a figure
TAGLINE_LENGTH: Final = 60  # some seven words: what stands behind a name in a list
BRIEF_LENGTH: Final = 240  # a sentence of some twenty words, with the links of its figures: a row of a box that is taken in at a glance
ANSWER_LENGTH: Final = 60  # an answer in a list of a result: one line of a page, two on a phone
REASON_LENGTH: Final = 90  # the same as the reason for a result, before what it means
QUOTE_LENGTH: Final = 200  # of a source's own words: enough to find the place by, too little to stand for the work
QUOTED_WORDS: Final = 25  # of a quotation in a text: a voice, and no excerpt
LINE_LENGTH: Final = 400  # one paragraph
PROSE_LENGTH: Final = 4_000  # some paragraphs
ARTICLE_LENGTH: Final = 40_000  # a hand-written page
URL_LENGTH: Final = 400
FOUND_LENGTH: Final = 180  # of an answer as the search shows it: some lines of a phone, and often no click is needed

# ---- numbers

LEVELS: Final = (1, 2, 3)  # of a skill: aware, working, deep
MOST_POINTS: Final = 9  # that an answer gives an outcome: one digit, so that a table of them can be read
MOST_COUNT: Final = 1_000_000
YEARS: Final = (1950, 2100)  # of an edition of something that is learned from

# ---- lengths of time. Stored and counted in whole minutes, written in hours.

MINUTES: Final = (6, 60_000)  # of a resource, part or project: a tenth of an hour to a thousand hours
# Of a week, for learning: of a persona, of `plan`, on the page, in stored documents. Twice a working week is more than anybody can
# keep up, and less would refuse what readers have stored: the page took up to 80 from its first day.
HOURS_PER_WEEK: Final = (1, 80)
# Publishers state few lengths; the rest are an editor's estimate, from which people differ more upwards than down.
ESTIMATE_PERCENT: Final = (80, 125)
# Ends of a range are rounded outwards to so many hours; below ten hours to one, so that it never claims more than it knows.
ROUND_TO_HOURS: Final = 5
FINE_BELOW_MINUTES: Final = 600
# Nobody starts on something for its last quarter of an hour, nor stops a quarter of an hour before its end.
SCRAP_MINUTES: Final = 15
# A path may be so much longer than the shortest one, for the sake of what editors prefer. It is said on each path, too (`words/en.yml`).
SLACK_PERCENT: Final = 15
# No provider has more than one of so many parts of a path's hours, where a path within the slack can do without.
PROVIDERS_SHARE: Final = 3
# A resource that is longer than this, and stands in a core path, has parts, so that it can be taken in weeks.
LONG_MINUTES: Final = 15 * 60
# A project of at most this length is one to begin with.
STARTER_MINUTES: Final = 10 * 60
# A part of a project is a piece that can be shipped by itself: longer than a sitting, shorter than what somebody may lose heart over.
PROJECT_PART_MINUTES: Final = (4 * 60, 24 * 60)
# How long the word holds of somebody who tried a step, where it needs nothing that says otherwise.
TRIED_GOOD_FOR_DAYS: Final = 365

# ---- how many

MOST_SKILLS: Final = 60  # in one `teaches`, `requires`, `proves`: beyond what anything real has
MOST_PARTS: Final = 30  # of a resource
MOST_POINTS_OF_ACCEPTANCE: Final = 40  # of a project
MOST_PROJECT_PARTS: Final = 8  # of a project
MOST_PROJECTS_OF_A_PATH: Final = 6  # that an editor asks for: more than anybody builds on the way to a first job
MOST_TO_DO: Final = 6  # things that a step says to do: each is a sitting
BUDGET_NAMES: Final = 3  # of what there is to show: so many are named of what fits into a time, by the page and by its script
MOST_SUPPLIES: Final = 20  # that a guide names
MOST_ALTERNATIVES: Final = 4  # that a follower may choose among in the place of a step: each costs every reader of the page some bytes
MOST_FORMER_IDS: Final = 20  # of an entity
MOST_FORMER_PATHS: Final = 60  # made of the former ids of a persona and of its roles: each is a page that leads on
MOST_PICTURES: Final = 20  # of claims
MOST_PICTURE_PANELS: Final = 3  # of a picture: each has a scale of its own
MOST_PICTURE_ROWS: Final = 30  # of a panel: two screens of a phone
MOST_PICTURE_LINES: Final = 12  # that can be told apart in one field
MOST_HOME_FIGURES: Final = 4  # what a phone shows in one screen
MOST_DATED: Final = 120  # values of a series: ten years, month by month
MOST_CORRECTIONS: Final = 20  # of an entity
MOST_ENTRIES: Final = 400  # of the log of changes: one a week for eight years
MOST_NEWS: Final = 60  # of the newest that a follower's device asks for
MOST_NEWS_SHOWN: Final = 4  # at once, to who comes back: the rest stands on the page of all changes
MOST_SEEN: Final = 200  # changes that a device remembers for a path
MOST_ONWARD: Final = 3  # places to which a question leads: more is a menu, and no advice
MOST_WORDINGS: Final = 12  # other words for a question
MOST_ASKED: Final = 8  # questions that the home page names: one screen of a phone
MOST_FACTS: Final = 12  # of a use-case: what is said at a glance
MOST_FOUND: Final = 12  # that the search shows: who reads on to the thirteenth types another word
FIRST_FOUND: Final = (5, 2)  # of the first so many that it shows, of one kind at most so many
FOUND_HEADINGS: Final = 6  # pages that have a heading by which it finds them: on more it stands in their template, and says nothing of any
FOUND_ASKED: Final = 5  # questions that it shows before anything is typed
FOUND_WAYS: Final = 3  # places to go on to, where it finds nothing
BLOCKS: Final = (1, 4)  # of a decision
OUTCOMES: Final = (2, 16)
QUESTIONS: Final = (1, 30)
OPTIONS: Final = (2, 10)
MOST_BOTH_RULES: Final = 10
MOST_OUTCOME_SKILLS: Final = 4  # that a result names: to begin with, not to learn
MOST_LOOKS: Final = 5  # places to look for work that is none of the guide's roles: on one screen of a phone
MOST_CASES: Final = 100
TREE_FORKS: Final = (1, 12)  # questions of a drawn tree: more is no picture any more
TREE_DEPTH: Final = 4  # questions in a row: with five a page has no room for their answers
TREE_BRANCHES: Final = (2, 6)  # of a question
TREE_ANSWERS: Final = (1, 6)  # that lead the same way

# ---- what a reader's device keeps

# Letters of a stored document. It is the one limit of what is read, so what is written is held to it, too.
MOST_STORED: Final = 2_000_000
# Letters that may come from elsewhere, beside what the reader has ticked: some four thousand steps. The rest is the reader's own.
MOST_BROUGHT: Final = 500_000
# A kept plan is one that a site could have made and a page can draw at once: twice as long as the longest of the first guide, and no
# text in it longer than two lines of the model. The page's own plan may be as long as it is.
MOST_KEPT_STEPS: Final = 400
MOST_KEPT_LETTERS: Final = 80_000
MOST_KEPT_TEXT: Final = 1_000
MOST_IN_ADDRESS: Final = 1_000_000  # letters of progress in the fragment of an address
MOST_CHANGES: Final = 1_000_000  # counted since the last file was saved

_HEADER = "// Made from generator/model/limits.py, which says what each number is for: python -m pytest tests/test_contract.py --bless\n\n"
# What the browser's modules need. A pair is the least and the most.
BROWSER: Final[Mapping[str, int | tuple[int, ...]]] = {name: globals()[name] for name in (
    "ID_LENGTH", "URL_LENGTH", "LEVELS", "MINUTES", "HOURS_PER_WEEK", "ESTIMATE_PERCENT", "ROUND_TO_HOURS", "FINE_BELOW_MINUTES", "SCRAP_MINUTES",
    "BUDGET_NAMES", "MOST_FOUND", "FIRST_FOUND", "MOST_NEWS_SHOWN", "MOST_SEEN", "MOST_STORED", "MOST_BROUGHT", "MOST_KEPT_STEPS",
    "MOST_KEPT_LETTERS", "MOST_KEPT_TEXT", "MOST_IN_ADDRESS", "MOST_CHANGES",
)}


def as_module() -> str:
    """The text of `contract.mjs`: the limits that the browser's modules share with the generator."""
    return _HEADER + "".join(f"export const {name} = {json.dumps(value)};\n" for name, value in BROWSER.items())
