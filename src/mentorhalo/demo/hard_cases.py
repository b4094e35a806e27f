"""What happens in every network: twins merged, entries corrected, files attached, periods closed, visits planned."""

from datetime import timedelta
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.choices import Role
from mentorhalo.mentoring.actions import (
    FileDraft,
    approve_activity,
    attach_many,
    close_period,
    correct_activity,
    draft_of,
    plan_appointment,
    return_activity,
)
from mentorhalo.mentoring.models import Activity, Engagement
from mentorhalo.network.models import Mentor
from mentorhalo.partners.actions import ContactDraft, add_contact, merge_parties
from mentorhalo.partners.models import Community, Organisation

from .parties import World
from .plan import add_months, minted, quarter_start
from .progress import told
from .site import Site

CORRECTIONS = 15
FILES = 240
RETURNED = 40
RETURN_REASON = "Kérem, pótolja a résztvevők számát és azt, hogyan számolta meg."
SHEET = (
    b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 297]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font"
    b"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj 4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def write_hard_cases(site: Site, world: World) -> None:
    _merge_twins(site, world)
    _correct_entries(site)
    _return_entries(site)
    _attach_files(site)
    _close_periods(site)
    _plan_visits(site)
    _name_representative(site)


def _merge_twins(site: Site, world: World) -> None:
    pairs: list[tuple[type[Organisation] | type[Community], UUID, UUID]] = [
        (Organisation, row.id, row.duplicate_of) for row in world.organisations if row.duplicate_of
    ]
    pairs += [(Community, row.id, row.duplicate_of) for row in world.communities if row.duplicate_of]
    for model, absorbed, survivor in told(pairs, _("merges"), len(pairs), site.report, every=5):
        day = site.period.today - timedelta(days=site.random.randint(5, 400))
        merge_parties(
            absorbed=model.objects.get(pk=absorbed),
            survivor=model.objects.get(pk=survivor),
            reason="ugyanaz, kétszer vették fel",
            by=site.office,
            at=site.at(day),
        )


def _correct_entries(site: Site) -> None:
    """Approved entries whose number of participants was mistaken."""
    last = add_months(quarter_start(site.period.today), -6)
    meetings = Activity.objects.filter(kind__code="facilitation", state="approved", occurred_on__lt=last)
    wanted = site.size(CORRECTIONS)
    for original in told(meetings.order_by("pk")[:wanted], _("corrections"), wanted, site.report, every=5):
        at = site.at(original.occurred_on + timedelta(days=60))
        draft = draft_of(
            original,
            id=minted("correction", original.pk),
            participants=(original.participants or 0) + 4,
            state="submitted",
            submitted_at=at,
            created_at=at,
        )
        correction = correct_activity(original=original, draft=draft, reason="elírt létszám", by=None, at=at)
        approve_activity(activity=correction, by=site.office, at=at + timedelta(days=2))


def _return_entries(site: Site) -> None:
    """Some of what waits comes back, the demonstration's own mentor's among them."""
    waiting = Activity.objects.waiting().filter(corrects=None)
    own = waiting.filter(mentor__user=site.users[Role.MENTOR]).order_by("pk")[:2]
    wanted = site.size(RETURNED)
    chosen = {activity.pk: activity for activity in [*own, *waiting.order_by("pk")[:wanted]]}
    for activity in chosen.values():
        return_activity(activity=activity, reason=RETURN_REASON, by=site.office, at=timezone.now())


def _attach_files(site: Site) -> None:
    """Attendance sheets of meetings, as small PDF files that say what they are."""
    meetings = Activity.objects.filter(
        kind__code__in=("facilitation", "action_plan_workshop"), engagement__isnull=False, state="approved"
    ).order_by("pk")
    wanted = site.size(FILES)
    site.report(_("evidence files"), 0, wanted)
    attach_many(files=[_sheet(site, activity) for activity in meetings[:wanted]], by=site.office)
    site.report(_("evidence files"), wanted, wanted)


def _sheet(site: Site, activity: Activity) -> FileDraft:
    said = f"BT /F1 14 Tf 40 240 Td (Jelenleti iv - bemutato adat) Tj 0 -24 Td ({activity.pk}) Tj ET"
    text = said.encode("ascii")
    return FileDraft(
        activity=activity.pk,
        kind="sheet",
        upload=SimpleUploadedFile(
            f"jelenleti-iv-{activity.occurred_on}.pdf",
            SHEET % (len(text), text),
            content_type="application/pdf",
        ),
        arrived_at=site.at(activity.occurred_on + timedelta(days=1), hour=20),
        id=minted("evidence file", activity.pk),
    )


def _close_periods(site: Site) -> None:
    """All quarters but the last two are closed."""
    until = add_months(quarter_start(site.period.today), -3) - timedelta(days=1)
    if until > site.period.starts_on:
        close_period(programme=site.programme, until=until, by=site.office, at=timezone.now())


def _plan_visits(site: Site) -> None:
    mentor = Mentor.objects.filter(user=site.users[Role.MENTOR]).first()
    if mentor is None:
        return
    engagements = Engagement.objects.filter(mentor=mentor, closed_on=None).select_related("community")[:5]
    for position, engagement in enumerate(engagements):
        plan_appointment(
            mentor=mentor,
            title=f"Találkozó: {engagement.community.name}",
            starts_at=timezone.localtime().replace(hour=9 + position, minute=0, second=0, microsecond=0)
            + timedelta(days=position),
            engagement=engagement,
            settlement=engagement.community.settlement_id,
            by=site.users[Role.MENTOR],
            at=timezone.now(),
        )


def _name_representative(site: Site) -> None:
    user = site.users[Role.REPRESENTATIVE]
    community = Community.objects.not_merged().order_by("pk").first()
    if community is not None:
        add_contact(
            draft=ContactDraft(
                party=community,
                name=user.name,
                role="head",
                email=user.email,
                starts_on=site.period.starts_on,
                consent_given_at=site.at(site.period.starts_on),
                consent_channel="személyesen",
                user=user,
            ),
            by=site.office,
            at=timezone.now(),
        )
