"""Where interviews were made."""

from .rule import Level, Parameter, Rule, gettext_noop

SAME_PLACE = Rule(
    "same_place",
    Level.INTERVIEW,
    gettext_noop("Exactly the same place"),
    gettext_noop(
        "The measured place is the same to the last digit as in %(count)s other interviews; two measurements hardly ever are."
    ),
    (
        Parameter(
            "decimals",
            6,
            gettext_noop("Digits of a degree that are compared"),
            unit="digits",
            least=4,
            most=9,
        ),
    ),
    crowd=0.05,
)
OUTSIDE = Rule(
    "outside",
    Level.INTERVIEW,
    gettext_noop("Outside the settlement"),
    gettext_noop("Made %(kilometres)s km outside the boundary of the settlement it was sampled for."),
    (
        Parameter("metres", 500, gettext_noop("Distance from the boundary that is let pass"), unit="metres"),
        Parameter(
            "most_error",
            500,
            gettext_noop("Measuring error that is let pass beside it, at most"),
            unit="metres",
        ),
    ),
    crowd=0.05,
)
GATHERED = Rule(
    "gathered",
    Level.INTERVIEW,
    gettext_noop("Many in one place"),
    gettext_noop(
        "%(count)s other interviews of the same interviewer were made within %(metres)s metres of it."
    ),
    (
        Parameter("metres", 100, gettext_noop("Distance"), unit="metres", least=1),
        Parameter("interviews", 5, gettext_noop("Interviews within it"), unit="interviews", least=2),
    ),
    crowd=0.2,
)
INACCURATE = Rule(
    "inaccurate",
    Level.INTERVIEW,
    gettext_noop("Badly measured place"),
    gettext_noop("The place was measured to %(metres)s metres only."),
    (Parameter("metres", 20, gettext_noop("Largest error"), unit="metres", least=1),),
    crowd=0.3,
)
MOCKED = Rule(
    "mocked",
    Level.INTERVIEW,
    gettext_noop("Made-up place"),
    gettext_noop("The device says that another program made its position up."),
    crowd=0.02,
)
NO_POSITION = Rule(
    "no_position",
    Level.INTERVIEW,
    gettext_noop("No place"),
    gettext_noop("It has no position, as %(percent)s %% of the interviews have."),
    (Parameter("share", 0.5, gettext_noop("Share of interviews that must have one"), unit="share", most=1),),
    crowd=0.2,
)
SPEED = Rule(
    "speed",
    Level.INTERVIEW,
    gettext_noop("Too far to get there"),
    gettext_noop(
        "%(kilometres)s km from the interviewer's interview before, %(minutes)s minutes later: that is %(speed)s km/h."
    ),
    (
        Parameter(
            "kilometres_an_hour", 130, gettext_noop("Fastest journey"), unit="kilometres an hour", least=1
        ),
        Parameter("kilometres", 2, gettext_noop("Shortest distance looked at"), unit="kilometres"),
    ),
    crowd=0.03,
)
