"""Three years of questions, step by step as people take them, each on its own day; and those that wait today."""

import tomllib
from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.questions import actions
from mentorhalo.questions.actions import AskDraft
from mentorhalo.questions.choices import StepKind, Verdict
from mentorhalo.questions.models import Expert, Question

from .plan import SEED, minted
from .progress import told
from .site import Site
from .words import people
from .write_experts import DATA

QUESTIONS = 150
DONE_BEFORE = timedelta(days=45)  # the latest of the closed ones was asked so long ago
# How those end that repeat what others had asked before.
ENDINGS = (
    "private",
    "private",
    "no_leave",
    "private",
    "late",
    "private",
    "withdrawn",
    "asked_back",
    "refused",
)
OPENERS = (
    "{place} közösségi házából írok.",
    "Nálunk, {place} településen is felmerült ez.",
    "A {place} területén működő egyesület nevében kérdezem.",
    "Most kezdtem dolgozni {place} könyvtárában.",
)
CHANGES = (
    "Kipróbáltuk, és az első alkalomra huszonketten jöttek el.",
    "Megkötöttük a megállapodást, azóta nincs vita.",
    "A fenntartó is elfogadta a javaslatot.",
    "Még nem tudtuk elkezdeni, de a terv megvan.",
)
ASKED_BACK = "Kérem, írja meg, hányan vannak a csoportban, és egyeztettek-e már a fenntartóval."
SAID_THEN = "Tizenöten vagyunk, a fenntartó szóban támogatja, döntés még nincs."
TO_MEND = "A válasz közepe még egyetlen esetről szól. Kérem, írja át úgy, hogy mások is használhassák."


def write_questions(site: Site, counties: list[str], experts: list[Expert]) -> None:
    writer = _Writer(site, counties, experts)
    data = tomllib.loads((DATA / "questions.toml").read_text(encoding="utf-8"))
    wanted = site.size(QUESTIONS)
    for number in told(range(wanted), _("questions"), wanted, site.report, every=10):
        _write_closed(writer, data, number, wanted)
    for number, row in enumerate(data["open"]):
        _write_open(writer, row, number)
    _take_further_steps(writer)
    _let_the_clock_work(writer)


class _Writer:
    """What every question needs: who may answer, who reads, where people live."""

    def __init__(self, site: Site, counties: list[str], experts: list[Expert]) -> None:
        self.site, self.experts = site, experts
        self.random = Random(f"{SEED}/questions")
        self.names = people(self.random)
        self.topics = {expert.pk: set(expert.topics.values_list("code", flat=True)) for expert in experts}
        rows = sorted(site.settlements.values(), key=lambda row: row.code)
        self.places = [row for row in rows if row.county_id in counties and row.ended_on is None]
        self.own_places = [row for row in self.places if row.county_id == counties[0]]
        self.now = site.at(site.period.today, hour=23)
        self.published: list[Question] = []

    def day(self, days: float) -> date:
        """A working day so many days ago."""
        found = self.site.period.today - timedelta(days=int(days))
        return max(found - timedelta(days=max(0, found.weekday() - 4)), self.site.period.starts_on)

    def expert_of(self, topic: str) -> Expert:
        return self.random.choice(
            [expert for expert in self.experts if topic in self.topics[expert.pk]] or self.experts
        )

    def reader_for(self, expert: Expert) -> User:
        others = [one.user for one in self.experts if one.pk != expert.pk]
        return self.random.choice([*others, self.site.office])

    def ask(
        self,
        row: dict[str, Any],
        key: str,
        day: date,
        *,
        text: str,
        may_publish: bool = True,
        is_near: bool = False,
        by: User | None = None,
    ) -> Question:
        place = self.random.choice(self.own_places if is_near else self.places)
        name = next(self.names)
        draft = AskDraft(
            key=minted("question", key),
            title=row["title"],
            text=text.format(place=place.name),
            topic=row["topic"],
            settlement=place.code,
            language=row.get("language", "hu"),
            name=name,
            email=f"kerdezo-{key}@mentorhalo.example",
            may_publish=may_publish,
        )
        at = self.site.at(day, hour=self.random.randint(7, 9))
        question = actions.ask_question(draft=draft, by=by, at=at)
        return question if by else actions.confirm_question(question=question, at=at + timedelta(minutes=7))

    def sort(self, question: Question, row: dict[str, Any], day: date, expert: Expert | None) -> Question:
        return actions.triage_question(
            question=question,
            topic=row["topic"] or "community-development",
            group=question.group,
            sensitivities=row.get("sensitive", []),
            expert=expert,
            by=self.site.office,
            at=self.site.at(day, hour=14),
        )


def _write_closed(writer: _Writer, data: dict[str, Any], number: int, wanted: int) -> None:
    """The first round is published; later ones asked the same from elsewhere, and were answered privately."""
    rows = data["question"]
    row, turn = rows[number % len(rows)], number // len(rows)
    ending = "published" if turn == 0 else ENDINGS[number % len(ENDINGS)]
    elapsed = (writer.site.period.today - writer.site.period.starts_on - DONE_BEFORE).days
    # A walk with a step that meets every part of the three years in any order of the topics.
    days_ago = DONE_BEFORE.days + (number * 61 % max(1, wanted)) * elapsed / max(1, wanted)
    day = writer.day(days_ago)
    if ending == "refused":
        row = data["refused"][number % len(data["refused"])]
    text = row["text"]
    if turn:
        text = f"{OPENERS[number % len(OPENERS)]} {text}"
    else:
        text = " ".join(part for part in (text, row.get("aside", ""), _signature(writer, number)) if part)
    question = writer.ask(row, str(number), day, text=text, may_publish=ending not in ("no_leave", "private"))
    if ending == "refused":
        at = writer.site.at(day + timedelta(days=1))
        actions.reject_question(question=question, reason=row["reason"], by=writer.site.office, at=at)
        return
    if ending == "withdrawn":
        actions.withdraw_question(question=question, by=None, at=writer.site.at(day, hour=19))
        return
    _answer(writer, question, row, day, number, ending)


def _answer(
    writer: _Writer, question: Question, row: dict[str, Any], day: date, number: int, ending: str
) -> None:
    site, expert = writer.site, writer.expert_of(row["topic"])
    question = writer.sort(question, row, day, expert)
    is_late = ending == "late" or number % 17 == 5
    if ending == "asked_back" or number % 19 == 7:
        asked = site.at(day + timedelta(days=1))
        actions.ask_back(question=question, text=ASKED_BACK, by=expert.user, at=asked)
        actions.add_word(question=question, text=SAID_THEN, by=None, at=asked + timedelta(days=1))
    answered = day + timedelta(days=writer.random.randint(24, 34) if is_late else writer.random.randint(2, 4))
    if is_late and number % 2:
        actions.escalate_overdue(at=site.at(answered - timedelta(days=1), hour=6))
    links = (
        [{"kind": "page", "label": row["link_label"], "url": row["link_url"]}] if "link_url" in row else []
    )
    actions.answer_question(
        question=question,
        text=row["answer"],
        links=links,
        by=expert.user,
        at=site.at(answered, hour=writer.random.randint(10, 17)),
    )
    if ending == "published":
        _publish(writer, question, row, answered, expert, is_returned=number % 13 == 4)
    else:
        at = site.at(answered + timedelta(days=3))
        actions.keep_private(question=question, by=site.office, at=at, reason="hasonló válasz már nyilvános")


def _publish(
    writer: _Writer,
    question: Question,
    row: dict[str, Any],
    answered: date,
    expert: Expert,
    *,
    is_returned: bool,
) -> None:
    reader, day = writer.reader_for(expert), answered + timedelta(days=1)
    if is_returned:
        _read(
            writer,
            question,
            row | {"answer": row["answer"].partition(". ")[0] + "."},
            day,
            reader,
            Verdict.RETURN,
        )
        day += timedelta(days=3)
    _read(writer, question, row, day, reader, Verdict.ACCEPT)
    question.refresh_from_db()
    writer.published.append(question)
    _keep_holding(writer, question, expert)
    _vote(writer, question)


def _read(
    writer: _Writer, question: Question, row: dict[str, Any], day: date, reader: User, verdict: Verdict
) -> None:
    seen = _hand_to_reader(writer, question, row, day, reader)
    actions.decide_review(
        question=question,
        verdict=verdict,
        reason=TO_MEND if verdict == Verdict.RETURN else "",
        seen=seen,
        by=reader,
        at=writer.site.at(day + timedelta(days=1), hour=11),
    )


def _hand_to_reader(writer: _Writer, question: Question, row: dict[str, Any], day: date, reader: User) -> str:
    """The fingerprint of what the reader sees."""
    at = writer.site.at(day, hour=10)
    written = actions.write_public_version(
        question=question,
        title=row["title"],
        text=row["text"],
        answer=row["answer"],
        sensitivities=row.get("sensitive", []),
        by=writer.site.office,
        at=at,
    )
    actions.ask_second_reader(question=question, reader=reader, by=writer.site.office, at=at)
    return actions.public_fingerprint(written)


def _keep_holding(writer: _Writer, question: Question, expert: Expert) -> None:
    """Year by year the expert says that it still holds - not of all: some wait for that, some nobody confirmed."""
    today = writer.site.period.today
    while question.confirm_on is not None and question.confirm_on <= today:
        is_forgotten = len(writer.published) % 9 == 3
        if is_forgotten or today - question.confirm_on < timedelta(days=20):
            return
        day = question.confirm_on - timedelta(days=5)
        question = actions.confirm_answer(question=question, by=expert.user, at=writer.site.at(day))


def _vote(writer: _Writer, question: Question) -> None:
    if question.published_at is None:
        return
    for number in range(writer.random.randint(0, 7)):
        is_useful = writer.random.random() < 0.85
        tells = is_useful and writer.random.random() < 0.2
        at = min(writer.now, question.published_at + timedelta(days=writer.random.randint(3, 200)))
        voter = f"demo-{minted('vote', f'{question.slug}/{number}').hex}"
        change = writer.random.choice(CHANGES) if tells else ""
        actions.cast_vote(question=question, voter=voter, is_useful=is_useful, change=change, at=at)


def _signature(writer: _Writer, number: int) -> str:
    """What a third of the askers writes at the end, and nobody else will read."""
    if number % 3:
        return ""
    name = next(writer.names)
    return f"Köszönettel: {name}, 06 30 555 {writer.random.randint(1000, 9999)}"


def _write_open(writer: _Writer, row: dict[str, Any], number: int) -> None:
    """What waits today, in the county of the group that signs in; with the expert who does, where it is with one."""
    site, state = writer.site, row["state"]
    days_ago = {
        "received": 1 + number,
        "triaged": 3,
        "overdue": 31,
        "waiting": 4,
        "assigned": 2 + number % 3,
    }.get(state, 9)
    day, expert = writer.day(days_ago), writer.experts[0]
    by = site.users[Role.REPRESENTATIVE] if state in ("waiting", "triaged") else None
    question = writer.ask(row, f"open-{number}", day, text=row["text"], is_near=True, by=by)
    if state == "received":
        return
    question = writer.sort(question, row, day, None if state == "triaged" else expert)
    if state == "waiting":
        actions.ask_back(
            question=question, text=row["back"], by=expert.user, at=site.at(writer.day(2), hour=15)
        )
    if "answer" not in row:
        return
    answered = writer.day(4)
    actions.answer_question(
        question=question, text=row["answer"], by=expert.user, at=site.at(answered, hour=16)
    )
    if state == "in_review":
        _hand_to_reader(writer, question, row, writer.day(1), site.office)


def _take_further_steps(writer: _Writer) -> None:
    """A call with peers that was held, and a visit that is arranged."""
    site, today = writer.site, writer.site.period.today
    if len(writer.published) < 2:
        return
    call = actions.offer_step(
        question=writer.published[0],
        kind=StepKind.PEER_CALL,
        agenda="Két település mondja el, hogyan kezdte. Utána közösen végignézzük az első hónap lépéseit.",
        by=site.office,
        at=site.at(today - timedelta(days=40)),
    )
    starts_at = site.at(today - timedelta(days=25), hour=16)
    _arrange(writer, call, starts_at, hours=2, place="https://hivas.mentorhalo.example/utca", days_before=38)
    outcome = "Heten voltak. A kérdező két utcával indul, a vendégek egy hónap múlva újra jelentkeznek."
    actions.hold_step(step=call, outcome=outcome, by=site.office, at=site.at(today - timedelta(days=24)))
    visit = actions.offer_step(
        question=writer.published[1],
        kind=StepKind.PEER_REVIEW,
        agenda="Két nap a helyszínen: beszélgetés a körökkel, bejárás, a végén írásos javaslat.",
        by=site.office,
        at=site.at(today - timedelta(days=9)),
    )
    starts_at = site.at(today, hour=6).replace(hour=9) + timedelta(days=16)
    _arrange(writer, visit, starts_at, hours=30, place="a művelődési ház kisterme", days_before=7)


def _arrange(writer: _Writer, step: Any, starts_at: Any, *, hours: int, place: str, days_before: int) -> None:
    site = writer.site
    at = site.at(site.period.today - timedelta(days=days_before))
    actions.arrange_step(
        step=step,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        place=place,
        agenda=step.agenda,
        by=site.office,
        at=at,
    )
    invited = [
        (name, f"vendeg-{hours}-{number}@mentorhalo.example")
        for number, name in zip(range(4), writer.names, strict=False)
    ]
    guests = actions.invite_guests(step=step, guests=invited, by=site.office, at=at)
    for guest, is_coming in zip(guests, (True, True, False), strict=False):
        actions.answer_invitation(guest=guest, is_coming=is_coming, at=at + timedelta(days=1))


def _let_the_clock_work(writer: _Writer) -> None:
    """What the jobs of every day would have done by now."""
    actions.remind_experts(at=writer.now)
    actions.escalate_overdue(at=writer.now)
    actions.ask_to_confirm(at=writer.now)
    actions.expire_answers(at=writer.now)
