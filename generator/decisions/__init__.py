"""Decision scoring: answers to a result, in whole points. `decide/score.mjs` is the twin in the browser; both give the same bytes.

    points of an outcome   the sum over the answers given; ties go to the outcome that stands earlier in the file
    ruled out              an outcome one of whose `unless` is answered: whatever its points, it is in no ranking
    winner of a block      the first of its ranking, unless a rule makes it an outcome that joins the first two or three
    next_steps             to whom and where a result leads; its twin is `decide/next_steps.mjs`
    as_json                one line, keys in the order of the dataclasses; ids may be all digits, so what goes from id to value is pairs

Decisions are scored twice and searched exactly. `generator/decisions/` serves checks and the command line, `score.mjs` the
page; both turn a sheet of answers into the same line of JSON, and a thousand sheets of each real decision are compared
(`tests/test_score.py`, in node). A result also says what could still win. For that each outcome is written as its ways of
winning (so many points ahead of each rival, a rule's answer given or not), and each way is searched depth first, cut where even
the best that is left falls short. `check` asks the same search about an empty sheet to find outcomes that nobody can reach. Ids
may be all digits, which a JavaScript object would sort, so maps are lists of pairs.
"""

from .next_steps import NextStep, NextSteps, nearest, next_steps, path_for, people_data, roles_of, sample_steps, starts
from .points import joined_by
from .result import BlockResult, Result, Standing, WhyNot, as_json
from .score import as_data, reachable, score, standing

__all__ = [
    "BlockResult", "NextStep", "NextSteps", "Result", "Standing", "WhyNot", "as_data", "as_json", "joined_by", "nearest", "next_steps", "path_for",
    "people_data", "reachable", "roles_of", "sample_steps", "score", "standing", "starts",
]
