"""Words for what the rules and facts say by codes."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mentorhalo.core import numbers

PARAMETERS: dict[str, Any] = {
    "min_activities": gettext_lazy("Activities needed at least"),
    "window": gettext_lazy("Looked at by"),
    "windows": gettext_lazy("Which of these windows count"),
    "min_windows": gettext_lazy("Windows needed at least"),
    "grace_windows": gettext_lazy("Silent windows forgiven"),
    "two_way_only": gettext_lazy("Only two-way contact"),
    "max_gap_days": gettext_lazy("Longest silence, in days"),
    "min_days": gettext_lazy("Shortest length, in days"),
    "max_pauses": gettext_lazy("Pauses left out, at most"),
    "at_least": gettext_lazy("Entries needed at least"),
    "at_least_days": gettext_lazy("Different days needed at least"),
}
VALUES: dict[Any, Any] = {
    "quarter": gettext_lazy("calendar quarters"),
    "month": gettext_lazy("calendar months"),
    "full": gettext_lazy("full ones only"),
    "touched": gettext_lazy("part ones, too"),
}
FACTS: dict[str, Any] = {
    "mandate.held": gettext_lazy("mandate of a mentor"),
    "group.active": gettext_lazy("county group at work"),
    "organisation.listed": gettext_lazy("organisation on the books"),
    "community.listed": gettext_lazy("community on the books"),
    "consortium.granted": gettext_lazy("grant won"),
    "consortium.covers": gettext_lazy("settlement of a consortium"),
    "engagement.opened": gettext_lazy("mentoring opened"),
    "engagement.informed": gettext_lazy("access given"),
    "engagement.paused": gettext_lazy("pause"),
    "activity.community": gettext_lazy("log entry with a community"),
    "activity.organisation": gettext_lazy("log entry with an institution or organisation"),
    "activity.consortium": gettext_lazy("log entry with a consortium"),
    "activity.other": gettext_lazy("other log entry"),
    "evidence.attached": gettext_lazy("evidence attached"),
    "question.received": gettext_lazy("question received"),
    "question.answered": gettext_lazy("question answered"),
    "question.published": gettext_lazy("answer published"),
    "information.given": gettext_lazy("information given"),
    "supervision.held": gettext_lazy("supervision session"),
    "supervision.received": gettext_lazy("a mentor's supervision in a quarter"),
    "questionnaire.accepted": gettext_lazy("accepted questionnaire"),
    "practice.accepted": gettext_lazy("good practice accepted"),
    "practice.published": gettext_lazy("good practice published"),
    "practice.adopted": gettext_lazy("good practice adopted"),
    "project.contracted": gettext_lazy("model project contracted"),
    "project.completed": gettext_lazy("model project completed"),
    "process.opened": gettext_lazy("community process opened"),
    "process.phase": gettext_lazy("phase of a community process"),
    "plan.item": gettext_lazy("item of an action plan"),
    "obligation.due": gettext_lazy("obligation of a grant"),
    "strength.noted": gettext_lazy("strength noted"),
    "strength.exploited": gettext_lazy("strength made use of"),
    "partnership.opened": gettext_lazy("partnership opened"),
    "partnership.joined": gettext_lazy("party joined a partnership"),
    "partnership.observed": gettext_lazy("observation of a partnership"),
    "partnership.graded": gettext_lazy("stage of a partnership"),
    "partnership.standing": gettext_lazy("partnership that stands"),
    "occasion.planned": gettext_lazy("occasion planned"),
    "occasion.held": gettext_lazy("occasion held"),
    "week.joined": gettext_lazy("programme of the Week of Communities"),
    "training.enrolled": gettext_lazy("enrolment in a course"),
    "training.session_held": gettext_lazy("session of a course held"),
    "training.certified": gettext_lazy("certificate of a course"),
    "training.material_released": gettext_lazy("training material released"),
    "training.review_signed": gettext_lazy("review of training material signed"),
}
CHANNELS: dict[str, Any] = {
    "in_person": gettext_lazy("in person"),
    "online": gettext_lazy("online meeting"),
    "phone": gettext_lazy("telephone"),
    "email": gettext_lazy("e-mail"),
    "letter": gettext_lazy("letter"),
    "newsletter": gettext_lazy("newsletter"),
    "county_letter": gettext_lazy("county letter"),
    "meeting": gettext_lazy("meeting"),
    "poster": gettext_lazy("poster, leaflet"),
    "website": gettext_lazy("website"),
    "social": gettext_lazy("social media"),
    "press": gettext_lazy("press, radio, television"),
    "collect": gettext_lazy("by a device"),
    "browser": gettext_lazy("in the browser"),
    "field": gettext_lazy("in the field app"),
    "records": gettext_lazy("from earlier records"),
    "link": gettext_lazy("by a link, without an account"),
}
STATES: dict[str, Any] = {
    "approved": gettext_lazy("approved"),
    "submitted": gettext_lazy("waiting for approval"),
    "acknowledged": gettext_lazy("acknowledged"),
    "claimed": gettext_lazy("claimed"),
    "listed": gettext_lazy("listed call"),
    "unlisted": gettext_lazy("call not listed"),
    "reasoned": gettext_lazy("with a reason"),
    "unreasoned": gettext_lazy("without a reason"),
    "open": pgettext_lazy("of a question", "open"),
    "closed": pgettext_lazy("of a question", "closed"),
    "in_time": gettext_lazy("in time"),
    "late": gettext_lazy("late"),
    "counted": gettext_lazy("counted"),
    "estimated": gettext_lazy("estimated"),
    "confirmed": gettext_lazy("confirmed by both sides"),
    "unconfirmed": gettext_lazy("not confirmed by both sides yet"),
    "contested": gettext_lazy("contested"),
    "by_mentor": gettext_lazy("by a mentor"),
    "by_other": gettext_lazy("not by a mentor"),
    "by_others": gettext_lazy("not by a mentor"),
    "by_parties": gettext_lazy("by the parties"),
    "accepted": gettext_lazy("accepted"),
    "planned": gettext_lazy("planned"),
    "done": gettext_lazy("done"),
    "cancelled": gettext_lazy("cancelled"),
    "standing": gettext_lazy("to be held"),
    "network": gettext_lazy("of the whole network"),
    "local": gettext_lazy("local"),
}


def parameter_name(name: str) -> str:
    """“Longest silence, in days”; of a part of a union, with the part's name."""
    part, _dot, own = name.rpartition(".")
    words = str(PARAMETERS.get(own, own))
    return f"{part}: {words}" if part else words


def parameter_value(value: Any) -> str:
    if value is None:
        return _("not asked for")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return numbers.number(value)
    return str(VALUES.get(value, value))
