"""Work beyond calls: how much of it there is, what it yields to, and what happens to files that are late.

The kinds of other work have their own numbers (`model/work/`), and how many files calls leave behind is said
by the kinds of call.
"""

from jiaosuo.model.core.parameter import Parameter

WORK = (
    Parameter(
        "other_work",
        1,
        0,
        3,
        "-",
        "Other work over what the kinds of work declare, all of it but case files; 0: none",
    ),
    Parameter(
        "watch_alone_yields_to",
        4,
        0,
        4,
        "priority",
        "Least urgent priority of a call for which who is alone on duty at a station shuts the door; 0 never",
        whole=True,
    ),
    Parameter(
        "files_yield_to",
        3,
        0,
        4,
        "priority",
        "Least urgent priority of a call that takes an officer from a case file; 0 never",
        whole=True,
    ),
    Parameter("files_from", 8, 0, 23, "h", "Hour from which case files are worked at"),
    Parameter("files_until", 22, 1, 24, "h", "Hour until which case files are worked at"),
    Parameter(
        "files_before",
        30,
        0,
        365,
        "days",
        "Days before the first one whose case files may be open when a run begins; 0: it begins without any",
        "assumption: the longest deadline",
        whole=True,
    ),
    Parameter("file_cv", 1.0, 0, 5, "-", "Coefficient of variation of the work in a case file"),
    Parameter(
        "late_file_clearance",
        0.3,
        0,
        1,
        "share",
        "Part of its chance to be cleared up that an order case loses when its file is late",
    ),
    Parameter(
        "late_file_annoyance",
        0.3,
        0,
        1,
        "share",
        "Part of a caller's satisfaction that is lost when the file is late",
    ),
)
