"""How long interviews took, and when they were made."""

from .rule import Level, Parameter, Rule, gettext_noop

SHORT = Rule(
    "short",
    Level.INTERVIEW,
    gettext_noop("Too short"),
    gettext_noop(
        "The interview took %(minutes)s minutes; the middle one with this version of the form took %(median)s."
    ),
    (
        Parameter(
            "z",
            3.5,
            gettext_noop("How far below the middle, in robust standard deviations of the logarithm"),
            least=1,
            most=10,
        ),
        Parameter(
            "z_of_many",
            2.0,
            gettext_noop("The same where the interviewer has many short ones"),
            least=1,
            most=10,
        ),
        Parameter(
            "share_of_many",
            0.2,
            gettext_noop("Many: this share of the interviewer's interviews"),
            unit="share",
            most=1,
        ),
        Parameter("level", 0.01, gettext_noop("Many: chance of a false alarm"), most=0.5),
    ),
    crowd=0.1,
)
LONG = Rule(
    "long",
    Level.INTERVIEW,
    gettext_noop("Too long"),
    gettext_noop(
        "The interview took %(minutes)s minutes; the middle one with this version of the form took %(median)s."
    ),
    (
        Parameter(
            "z",
            3.5,
            gettext_noop("How far above the middle, in robust standard deviations of the logarithm"),
            least=1,
            most=10,
        ),
    ),
)
HASTY = Rule(
    "hasty",
    Level.INTERVIEW,
    gettext_noop("Too fast"),
    gettext_noop(
        "Only %(seconds)s seconds for each of the %(questions)s answered questions; the middle interview took %(median)s."
    ),
    (
        Parameter("seconds", 1.5, gettext_noop("Fewest seconds for a question"), unit="seconds", most=60),
        Parameter(
            "z",
            3.5,
            gettext_noop("How far below the middle, in robust standard deviations of the logarithm"),
            least=1,
            most=10,
        ),
    ),
    crowd=0.1,
)
IDLE = Rule(
    "idle",
    Level.INTERVIEW,
    gettext_noop("Left open"),
    gettext_noop("The form was open for %(minutes)s minutes, but for %(idle)s of them nobody worked in it."),
    (Parameter("minutes", 60, gettext_noop("Longest time without work"), unit="minutes"),),
)
OVERLAP = Rule(
    "overlap",
    Level.INTERVIEW,
    gettext_noop("Two at once"),
    gettext_noop("Begun %(minutes)s minutes before another interview of the same interviewer ended."),
    (Parameter("minutes", 2, gettext_noop("Overlap that is let pass"), unit="minutes"),),
    crowd=0.05,
)
NIGHT = Rule(
    "night",
    Level.INTERVIEW,
    gettext_noop("At night"),
    gettext_noop("Begun at %(time)s; usual are the hours from %(first)s to %(last)s."),
    (
        Parameter("first_hour", 7, gettext_noop("First usual hour"), unit="hour", most=24),
        Parameter("last_hour", 21, gettext_noop("Last usual hour"), unit="hour", most=24),
    ),
    crowd=0.1,
)
CLOCK = Rule(
    "clock",
    Level.INTERVIEW,
    gettext_noop("Impossible time"),
    gettext_noop(
        "By the clock of the device it began at %(started)s (UTC): before the wave, after it, or after its own end."
    ),
    (Parameter("hours", 24, gettext_noop("Time before and after the wave that is let pass"), unit="hours"),),
)
CROWDED_DAY = Rule(
    "crowded_day",
    Level.INTERVIEW,
    gettext_noop("Too many in a day"),
    gettext_noop("One of %(count)s interviews that one person made on %(day)s."),
    (Parameter("interviews", 15, gettext_noop("Most interviews a day"), unit="interviews", least=1),),
    crowd=0.2,
)
