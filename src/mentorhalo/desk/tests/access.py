"""Who has which home."""

from mentorhalo.core.tests.access import (
    ADMINISTRATOR,
    AUDITOR,
    GROUP_LEADER,
    MENTOR,
    OFFICE,
    OTHER_LEADER,
    OTHER_MENTOR,
    SIGNED_IN,
    Access,
)

EXPECTATIONS = {
    "desk:home": Access(SIGNED_IN, status=302),
    "desk:welcome": Access(SIGNED_IN),
    "desk:my_week": Access({MENTOR, OTHER_MENTOR, GROUP_LEADER, OTHER_LEADER}),
    "desk:my_group": Access({GROUP_LEADER, OTHER_LEADER}),
    "desk:office": Access({OFFICE, AUDITOR, ADMINISTRATOR}),
}
