"""Newsletters and county letters of the demonstration: sent month by month, one half-way, one still being written."""

import tomllib
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.network.queries import mentor_of
from mentorhalo.outreach.actions.composing import (
    IssueDraft,
    Segment,
    TextDraft,
    discard_issue,
    save_text,
    start_issue,
)
from mentorhalo.outreach.actions.earlier import enter_as_sent
from mentorhalo.outreach.actions.sending import SendingRefused, pause_sending
from mentorhalo.outreach.choices import IssueKind
from mentorhalo.outreach.models import Issue
from mentorhalo.questions.models import Question

from .plan import add_months, minted
from .progress import told
from .site import Site
from .write_experts import DATA
from .write_subscribers import AT_FIRST, Readers, write_contacts, write_own_subscribers

LONGEST_PREVIEW = 150
FIGURE = "communities-mentored-continuously"
HEADINGS = {
    "hu": ("Ebben a levélben", "Kérdések és válaszok"),
    "en": ("In this letter", "Questions and answers"),
}
CLOSING = {
    "hu": "Kérdése van? Tegye fel a hálózat szakértőinek: öt munkanapon belül válaszolnak.",
    "en": "Do you have a question? Ask the experts of the network: they answer within five working days.",
}
GREETING = {"hu": "Kedves {név}!", "en": "Dear {name},"}


def write_letters(site: Site, counties: list[str]) -> None:
    data = tomllib.loads((DATA / "newsletters.toml").read_text(encoding="utf-8"))
    readers, rows = Readers(site, counties), data["issue"]
    write_own_subscribers(readers)
    write_contacts(readers)
    months = [add_months(site.period.today, offset) for offset in range(-len(rows), 0)]
    share = (1 - AT_FIRST) / (len(months) - 1)
    for number, month in told(enumerate(months), _("newsletters"), len(months), site.report, every=1):
        day = month + timedelta(days=9)
        readers.join(day - timedelta(days=1), share if number else AT_FIRST)
        row = _of_month(rows, month)
        issue = _write(site, row, month, day, has_figure=number == len(months) - 1)
        issue = enter_as_sent(issue=issue, by=site.users[Role.EDITOR], at=site.at(day, hour=10))
        readers.answer(issue, day)
    _write_county_letters(site, data["county_letter"])
    _write_unsent(site, data)


def _of_month(rows: list[dict[str, Any]], month: date) -> dict[str, Any]:
    own = [row for row in rows if row["month"] == month.month]
    return own[month.year % len(own)]


def _write(site: Site, row: dict[str, Any], month: date, day: date, *, has_figure: bool = False) -> Issue:
    by, at = site.users[Role.EDITOR], site.at(day - timedelta(days=3))
    draft = IssueDraft(
        kind=IssueKind.NEWSLETTER, title=f"{month:%Y-%m} {row['subject']}", programme=site.programme.code
    )
    issue = start_issue(draft=draft, audience=Segment(), by=by, at=at, pk=minted("issue", f"{month}/{day}"))
    for language, said in (("hu", row), ("en", row.get("en"))):
        if said is None:
            continue
        text = TextDraft(
            subject=said["subject"],
            preview=_first_line(said["lead"]),
            blocks=_blocks(site, said, language, day, has_figure),
        )
        save_text(issue=issue, language=language, draft=text, seen=None, by=by, at=at)
    return issue


def _first_line(lead: str) -> str:
    """As many whole sentences as mail programs show."""
    sentences = lead[:LONGEST_PREVIEW].rpartition(". ")[0]
    return lead if len(lead) <= LONGEST_PREVIEW or not sentences else f"{sentences}."


def _blocks(
    site: Site, said: dict[str, Any], language: str, day: date, has_figure: bool
) -> list[dict[str, str]]:
    heading, questions = HEADINGS[language]
    blocks = [
        {"type": "text", "text": f"{GREETING[language]}\n\n{said['lead']}"},
        {"type": "heading", "text": heading},
        {"type": "list", "text": "\n".join(said["items"])},
    ]
    if has_figure:
        blocks.append({"type": "figure", "value": FIGURE})
    latest = Question.objects.listed().filter(published_at__lt=site.at(day), public_language=language)
    question = latest.order_by("-published_at", "pk").first()
    if question is not None:
        blocks += [{"type": "heading", "text": questions}, {"type": "question", "value": str(question.pk)}]
    with translation.override(language):
        address = reverse("questions:public")
    words = "A kérdések oldala" if language == "hu" else "All questions"
    blocks += [
        {"type": "divider"},
        {"type": "text", "text": CLOSING[language]},
        {"type": "button", "text": words, "href": address},
    ]
    return blocks


def _write_county_letters(site: Site, rows: list[dict[str, Any]]) -> None:
    """Of the mentor and of the leader who sign in, in turns, one a month."""
    for number, row in enumerate(rows):
        by = site.users[Role.GROUP_LEADER if number % 3 == 2 else Role.MENTOR]
        day = site.period.today - timedelta(days=30 * (len(rows) - number))
        issue = _write_county_letter(site, row, by, day)
        try:
            enter_as_sent(issue=issue, by=by, at=site.at(day, hour=15))
        except SendingRefused:  # a very small demonstration: nobody of theirs agreed to letters by then
            discard_issue(issue=issue, by=by, at=site.at(day, hour=16))


def _write_county_letter(site: Site, row: dict[str, Any], by: User, day: date) -> Issue:
    mentor = mentor_of(by)
    assert mentor is not None
    group = mentor.mandates.order_by("-starts_on").select_related("group").first()
    draft = IssueDraft(
        kind=IssueKind.COUNTY_LETTER,
        title=row["subject"],
        programme=site.programme.code,
        county=group.group.county_id if group else "",
        group=group.group_id if group else None,
        sender_name=mentor.name,
        reply_to=by.email,
        is_archived=False,
    )
    at = site.at(day, hour=11)
    segment = Segment(own_of=mentor.pk)
    issue = start_issue(
        draft=draft, audience=segment, by=by, at=at, pk=minted("county letter", row["subject"])
    )
    words = f"{row['text']}\n\nÜdvözlettel: {mentor.name}"
    text = TextDraft(
        subject=row["subject"], preview="A megyei mentorok levele", blocks=[{"type": "text", "text": words}]
    )
    save_text(issue=issue, language="hu", draft=text, seen=None, by=by, at=at)
    return issue


def _write_unsent(site: Site, data: dict[str, Any]) -> None:
    """The newsletter of this month stands still half-way; the next one is being written."""
    today = site.period.today
    this, following = add_months(today, 0), add_months(today, 1)
    issue = _write(site, _of_month(data["issue"], this), this, today)
    half = site.size(400)
    issue = enter_as_sent(issue=issue, by=site.users[Role.EDITOR], at=site.at(today, hour=5), most=half)
    if issue.finished_at is None:
        pause_sending(issue=issue, by=site.users[Role.EDITOR], at=site.at(today, hour=6))
    _write(site, _of_month(data["issue"], following), following, today, has_figure=True)
