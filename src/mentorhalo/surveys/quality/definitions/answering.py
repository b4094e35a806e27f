"""What was answered."""

from .rule import Level, Parameter, Rule, gettext_noop

Z = Parameter(
    "z", 3.5, gettext_noop("How far above the middle, in robust standard deviations"), least=1, most=10
)
STRAIGHT = Rule(
    "straight",
    Level.INTERVIEW,
    gettext_noop("Straight down a grid"),
    gettext_noop("The same answer all the way down %(count)s of %(of)s grids: %(grids)s."),
    (
        Parameter("items", 5, gettext_noop("Fewest answered items of a grid"), unit="items", least=3),
        Parameter(
            "items_without_reversed",
            8,
            gettext_noop("The same for a grid without items worded the other way round"),
            unit="items",
            least=3,
        ),
        Parameter("grids", 1, gettext_noop("Fewest grids"), unit="grids", least=1),
    ),
    crowd=0.1,
)
RUN = Rule(
    "run",
    Level.INTERVIEW,
    gettext_noop("A long run of one answer"),
    gettext_noop(
        "The same answer %(items)s times one after the other; usually the longest run is %(median)s."
    ),
    (Parameter("items", 12, gettext_noop("Shortest run"), unit="items", least=3), Z),
    crowd=0.1,
)
MODAL = Rule(
    "modal",
    Level.INTERVIEW,
    gettext_noop("One answer for nearly everything"),
    gettext_noop(
        "%(percent)s %% of the %(items)s answers in grids are the same one; usually it is %(median)s %%."
    ),
    (
        Parameter("share", 0.85, gettext_noop("Share of the same answer"), unit="share", most=1),
        Parameter("items", 10, gettext_noop("Fewest answered items of grids"), unit="items", least=3),
        Z,
    ),
    crowd=0.1,
)
SAME_ANSWERS = Rule(
    "same_answers",
    Level.INTERVIEW,
    gettext_noop("All answers the same"),
    gettext_noop("Every answer is the same as in %(count)s other interviews."),
    (Parameter("items", 15, gettext_noop("Fewest answered questions"), unit="items", least=2),),
    crowd=0.03,
)
NEARLY_SAME = Rule(
    "nearly_same",
    Level.INTERVIEW,
    gettext_noop("Answers nearly the same"),
    gettext_noop(
        "%(percent)s %% of the answers are the same as in another interview; by chance no more than %(limit)s %% would be. "
        "So many interviews are that near: %(count)s."
    ),
    (
        Parameter("items", 20, gettext_noop("Fewest questions that both answered"), unit="items", least=5),
        Parameter(
            "level",
            0.05,
            gettext_noop("False alarms expected in the whole survey"),
            unit="interviews",
            least=1e-6,
            most=10,
        ),
        Parameter(
            "share", 0.7, gettext_noop("Never below this share of equal answers"), unit="share", most=1
        ),
    ),
    crowd=0.02,
)
SAME_KEY = Rule(
    "same_key",
    Level.INTERVIEW,
    gettext_noop("Used twice"),
    gettext_noop("“%(key)s” is the same as in %(count)s other interviews."),
    crowd=0.03,
)
SAME_START = Rule(
    "same_start",
    Level.INTERVIEW,
    gettext_noop("Begun at the same moment"),
    gettext_noop("Begun at the same second, on the same device, as %(count)s other interviews."),
    crowd=0.03,
)
OUTLIER = Rule(
    "outlier",
    Level.INTERVIEW,
    gettext_noop("Unusual number"),
    gettext_noop("“%(question)s” is %(number)s; usual is from %(low)s to %(high)s."),
    (
        Parameter(
            "method",
            0,
            gettext_noop("What is usual"),
            most=1,
            options=(
                gettext_noop("by the quartiles"),
                gettext_noop("by the mean and the standard deviation"),
            ),
        ),
        Parameter(
            "k_of_iqr",
            1.5,
            gettext_noop("So many times the distance of the quartiles beyond them"),
            unit="times",
            least=0.1,
            is_per_question=True,
        ),
        Parameter(
            "k_of_sd",
            3,
            gettext_noop("So many standard deviations from the mean"),
            unit="times",
            least=0.1,
            is_per_question=True,
        ),
        Parameter(
            "by",
            0,
            gettext_noop("Compared within"),
            most=3,
            options=(
                gettext_noop("all interviews"),
                gettext_noop("the settlement"),
                gettext_noop("the interviewer's work"),
                gettext_noop("the version of the form"),
            ),
        ),
        Parameter("interviews", 20, gettext_noop("Fewest numbers to judge by"), unit="interviews", least=4),
    ),
)
RECHECK = Rule(
    "recheck",
    Level.INTERVIEW,
    gettext_noop("Otherwise when asked again"),
    gettext_noop("When another person asked, %(count)s of %(of)s facts were otherwise."),
    (
        Parameter("share", 0.5, gettext_noop("Share of the facts that are otherwise"), unit="share", most=1),
        Parameter("facts", 2, gettext_noop("Fewest facts to compare"), unit="items", least=1),
    ),
    crowd=0.01,
)
