"""Dates and numbers on Hungarian pages; a non-breaking space groups thousands."""

DATE_FORMAT = "Y. F j."
SHORT_DATE_FORMAT = "Y. m. d."
DATETIME_FORMAT = "Y. F j. H:i"
MONTH_DAY_FORMAT = "F j."
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y.%m.%d.", "%Y. %m. %d.", "%Y.%m.%d"]
THOUSAND_SEPARATOR = "\u00a0"
DECIMAL_SEPARATOR = ","
NUMBER_GROUPING = 3
