"""What an interviewer's work as a whole tells, and what it does to a question."""

from .rule import Level, Parameter, Rule, gettext_noop

QUICK = Rule(
    "quick",
    Level.INTERVIEWER,
    gettext_noop("Always quick"),
    gettext_noop(
        "The middle one of %(interviews)s interviews took %(minutes)s minutes; their colleagues' took %(others)s."
    ),
    (
        Parameter("level", 0.01, gettext_noop("Chance of a false alarm"), most=0.5),
        Parameter(
            "ratio", 0.7, gettext_noop("Shorter than this part of the colleagues' time"), unit="share", most=1
        ),
        Parameter(
            "interviews", 10, gettext_noop("Fewest interviews to judge by"), unit="interviews", least=3
        ),
    ),
)
OF_QUESTIONS = (
    Parameter("level", 0.01, gettext_noop("Chance of a false alarm"), most=0.5),
    Parameter("times", 1.5, gettext_noop("So many times the colleagues' share"), unit="times", least=1),
    Parameter("gap", 0.01, gettext_noop("Least difference from the colleagues' share"), unit="share", most=1),
    Parameter("interviews", 10, gettext_noop("Fewest interviews to judge by"), unit="interviews", least=1),
)
SILENT = Rule(
    "silent",
    Level.INTERVIEWER,
    gettext_noop("Many unanswered questions"),
    gettext_noop("%(kind)s: %(percent)s %% of %(asked)s asked questions; %(others)s %% with all colleagues."),
    OF_QUESTIONS,
)
TALKATIVE = Rule(
    "talkative",
    Level.INTERVIEWER,
    gettext_noop("Strikingly few unanswered questions"),
    gettext_noop("%(kind)s: %(percent)s %% of %(asked)s asked questions; %(others)s %% with all colleagues."),
    OF_QUESTIONS,
)
UNLIKE = Rule(
    "unlike",
    Level.INTERVIEWER,
    gettext_noop("Unlike the colleagues"),
    gettext_noop(
        "%(percent)s %% of the answers would have to be others to look like the colleagues'; usual is %(usual)s %%. Most "
        "unlike: %(questions)s."
    ),
    (
        Parameter("level", 0.01, gettext_noop("Chance of a false alarm"), most=0.5),
        Parameter(
            "interviews", 15, gettext_noop("Fewest interviews to judge by"), unit="interviews", least=2
        ),
        Parameter(
            "interviewers", 10, gettext_noop("Fewest interviewers to compare"), unit="interviewers", least=3
        ),
    ),
)
OF_UNITS = (
    Parameter("level", 0.01, gettext_noop("Chance of a false alarm"), most=0.5),
    Parameter("gap", 0.1, gettext_noop("Least difference from the colleagues' share"), unit="share", most=1),
    Parameter("units", 10, gettext_noop("Fewest units to judge by"), unit="units", least=1),
)
REFUSALS = Rule(
    "refusals",
    Level.INTERVIEWER,
    gettext_noop("Many refusals"),
    gettext_noop("%(percent)s %% of the %(units)s people met refused; %(others)s %% with all colleagues."),
    OF_UNITS,
)
CONTACTS = Rule(
    "contacts",
    Level.INTERVIEWER,
    gettext_noop("Hardly anybody met"),
    gettext_noop(
        "Somebody was met at %(percent)s %% of %(units)s units; at %(others)s %% with all colleagues."
    ),
    OF_UNITS,
)
TOO_GOOD = Rule(
    "too_good",
    Level.INTERVIEWER,
    gettext_noop("Nearly everybody answers"),
    gettext_noop("%(percent)s %% of %(units)s units answered; %(others)s %% with all colleagues."),
    OF_UNITS,
)
RECHECKS = Rule(
    "rechecks",
    Level.INTERVIEWER,
    gettext_noop("Facts otherwise when asked again"),
    gettext_noop(
        "%(count)s of %(of)s facts (%(percent)s %%, likely between %(low)s and %(high)s %%) were otherwise when another "
        "person asked."
    ),
    (
        Parameter("share", 0.1, gettext_noop("Share of the facts that are otherwise"), unit="share", most=1),
        Parameter("values", 10, gettext_noop("Fewest values to compare"), unit="items", least=1),
    ),
)
EFFECT = Rule(
    "effect",
    Level.ITEM,
    gettext_noop("Depends on who asks"),
    gettext_noop(
        "%(percent)s %% of the differences in “%(question)s” go with the %(interviewers)s interviewers; the variance of its "
        "mean is %(deff)s times that of chance alone."
    ),
    (
        Parameter("rho", 0.05, gettext_noop("Largest intraclass correlation"), most=1),
        Parameter("level", 0.01, gettext_noop("Chance of a false alarm"), most=0.5),
        Parameter(
            "interviewers", 5, gettext_noop("Fewest interviewers to compare"), unit="interviewers", least=2
        ),
    ),
)
CROWD = Rule(
    "crowd",
    Level.INTERVIEWER,
    gettext_noop("Many flagged interviews"),
    gettext_noop(
        "%(count)s of %(of)s interviews (%(percent)s %%) are flagged “%(rule)s”; of the colleagues' it is %(others)s %%."
    ),
    (
        Parameter("level", 0.01, gettext_noop("Chance of a false alarm"), most=0.5),
        Parameter("interviews", 3, gettext_noop("Fewest flagged interviews"), unit="interviews", least=2),
    ),
)
