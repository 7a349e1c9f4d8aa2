"""Which results each way of working can give, in plain words: result, spreadsheet, decision engine, here."""

from __future__ import annotations

ABILITIES = (
    (
        "Unknown kept apart from not met, result as an interval",
        "by hand, twice the columns",
        "by hand, twice the expressions",
        "yes",
    ),
    ("Must-have rows beside points", "yes", "yes", "yes, with the rows that fail and those that are open"),
    (
        "Part of the points where the text gives no formula",
        "a figure that someone settles on",
        "a figure that someone settles on",
        "nothing … full, until an assessor's figure is given",
    ),
    ("Only proof from a given rung on counts", "by hand", "by hand", "yes, one word in the request"),
    ("A proof past its day counts no more", "by hand", "by hand", "yes"),
    ("Sources that contradict each other are told", "no", "no", "yes"),
    (
        "Why, row by row",
        "formulas can be looked at",
        "values at each node (its trace)",
        "each row with its reason and the clause, quoted verbatim",
    ),
    ("What to ask next", "no", "no", "yes, the unknowns that can still change the verdict"),
    ("Smallest sets of gaps that reach the target", "no", "no", "yes"),
    (
        "Measures chosen under budget and deadline",
        "with the Solver add-in, by hand",
        "no",
        "yes, and proved by assessing the changed facts",
    ),
    (
        "What if a fact changed",
        "change the cell and look",
        "evaluate again and compare",
        "yes, with what changed",
    ),
    (
        "The result can be checked later",
        "no",
        "the model file can be kept",
        "yes, a sealed dossier is assessed again; edition and SHA-256 of the rules on every result",
    ),
)

ELSEWHERE = (
    "A spreadsheet needs no program to be installed and everybody can read one; a firm's own columns are added at will.",
    "The decision engine has a graphical editor, takes models of any kind and runs from several programming languages.",
)
