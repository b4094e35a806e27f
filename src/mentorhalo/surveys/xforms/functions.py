"""The functions that devices know, by the specification of ODK XForms and JavaRosa."""

OF_TEXTS = (
    "regex", "contains", "starts-with", "ends-with", "substr", "substring", "substring-before", "substring-after", "translate",
    "string-length", "normalize-space", "concat", "join", "string", "boolean-from-string", "base64-decode", "digest", "uuid",
    "upper-case", "lower-case", "replace", "reverse", "extract-signed", "thousands-sep",
)  # fmt: skip
OF_NUMBERS = (
    "round", "int", "number", "pow", "log", "log10", "abs", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sqrt", "exp",
    "exp10", "pi", "min", "max", "sum", "count", "count-non-empty", "random", "ceiling", "floor",
)  # fmt: skip
OF_CONDITIONS = (
    "if",
    "boolean",
    "not",
    "true",
    "false",
    "coalesce",
    "once",
    "checklist",
    "weighted-checklist",
    "depend",
)
OF_NODES = (
    "position", "instance", "current", "indexed-repeat", "randomize", "id", "last", "local-name", "name", "namespace-uri", "lang",
    "node", "text", "comment", "processing-instruction",
)  # fmt: skip
OF_CHOICES = ("selected", "selected-at", "count-selected", "jr:choice-name", "jr:itext", "search", "pulldata")
OF_TIMES = (
    "today",
    "now",
    "date",
    "date-time",
    "decimal-date",
    "decimal-date-time",
    "decimal-time",
    "format-date",
    "format-date-time",
)
OF_PLACES = ("area", "distance", "geofence", "intersects")
OF_DEVICES = ("property", "version")
# What stands before a bracket without being a function.
WORDS = ("and", "or", "mod", "div")

# Phones know them, browsers do not.
OF_PHONES = frozenset({"extract-signed"})

FUNCTIONS = frozenset(
    {
        *OF_TEXTS,
        *OF_NUMBERS,
        *OF_CONDITIONS,
        *OF_NODES,
        *OF_CHOICES,
        *OF_TIMES,
        *OF_PLACES,
        *OF_DEVICES,
        *WORDS,
    }
)
