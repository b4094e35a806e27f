"""The pages of a practice, as those see them who come with and without an account."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import translation

from mentorhalo.core.tests import access
from mentorhalo.knowledge.actions import practices as actions
from mentorhalo.knowledge.keys import consent_key, offer_key
from mentorhalo.knowledge.models import Consent, Criterion, Practice, PracticeText, PracticeVersion, Term

from . import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def filled(version=None, **changed):
    """What a browser sends of the whole form."""
    terms = factories.draft().terms
    sent = {
        **factories.words(),
        "field": "library",
        "institution_name": "Községi Könyvtár",
        "settlement": "Próbafalva",
        "starts_on": "2024-01-01",
        "settlement_size": "00500",
        "staff_band": "1",
        "money_band": "0",
        "time_band": "1",
        "targets": [terms[0]],
        "partners": [terms[1]],
        "licence": "CC-BY-4.0",
        "contact_email": factories.INSTITUTION,
        "seen": version.seen if version else "",
    }
    return {**sent, **changed}


@pytest.fixture
def place(world):
    return {"settlement": world.settlement.name, "settlement_value": world.settlement.pk}


def test_the_public_page_says_all_to_people_and_machines(client, world):
    page = client.get(reverse("knowledge:practice", args=[world.public_practice.code])).content.decode()

    said = json.loads(re.search(r'ld\+json">(.*?)</script>', page).group(1))
    assert said["identifier"] == world.public_practice.code
    assert said["license"] == "https://creativecommons.org/licenses/by/4.0/"
    for name in ("DC.title", "DC.identifier", "DC.rights", "og:title"):
        assert f'"{name}"' in page
    assert page.count("Könyves pad") > 3
    for heading in PracticeText.NARRATIVE:
        assert f"Elmondjuk: {heading}." in page


def test_what_was_taken_down_is_gone_and_a_duplicate_leads_on(client, world):
    practice, office = world.public_practice, world.users[access.OFFICE]
    doubled = world.proposed_practice
    actions.call_duplicate(version=doubled, original=practice, reason="", by=office, at=world.now)
    answer = client.get(reverse("knowledge:practice", args=[doubled.practice.code]))
    assert answer["Location"] == reverse("knowledge:practice", args=[practice.code])

    actions.take_down(practice=practice, reason="téves", by=office, at=world.now)

    assert client.get(answer["Location"]).status_code == 410
    assert client.get(reverse("knowledge:practice", args=["JGY-9999"])).status_code == 404
    assert client.get(reverse("knowledge:practice", args=["<b>"])).status_code == 404


def test_a_mentor_writes_hands_in_and_keeps_what_was_typed(client, world, place):
    client.force_login(world.users[access.MENTOR], backend=BACKEND)
    refused = client.post(reverse("knowledge:practice_new"), filled(title="", **place))
    assert refused.status_code == 200
    assert "Elmondjuk: steps." in refused.content.decode()

    answer = client.post(reverse("knowledge:practice_new"), filled(title="Új gyakorlat", **place))
    version = PracticeVersion.objects.get(texts__title="Új gyakorlat")
    assert answer["Location"] == reverse("knowledge:work", args=[version.pk])
    client.post(reverse("knowledge:propose", args=[version.pk]))

    version.refresh_from_db()
    assert version.state == "proposed"


def test_the_key_of_another_gives_nothing_away_and_keeps_what_was_typed(client, world, place):
    client.force_login(world.users[access.OFFICE], backend=BACKEND)
    sent = filled(title="Másé", key=world.draft_practice.practice_id, **place)

    answer = client.post(reverse("knowledge:practice_new"), sent)

    assert answer.status_code == 200
    assert "Másé" in answer.content.decode()
    assert not PracticeText.objects.filter(title="Másé").exists()


def test_two_who_write_at_once_are_told_and_lose_nothing(client, world, place):
    client.force_login(world.users[access.MENTOR], backend=BACKEND)
    version, address = world.draft_practice, reverse("knowledge:write", args=[world.draft_practice.pk])
    client.post(address, filled(version, title="Az első", **place))

    answer = client.post(address, filled(version, title="A második", **place))

    assert "A második" in answer.content.decode()
    assert version.texts.get().title == "Az első"


def test_an_institution_mends_agrees_confirms_and_takes_back_by_its_link(client, world, place):
    consent = world.practice_consent
    key = consent_key(consent)
    page, deed = reverse("knowledge:consent", args=[key]), reverse("knowledge:consent_deed", args=[key])
    client.post(
        reverse("knowledge:consent_mend", args=[key]),
        filled(consent.version, title="Mi így hívjuk", **place),
    )
    consent.version.refresh_from_db()
    assert consent.version.texts.get().title == "Mi így hívjuk"
    who = {"name": "Kovács Éva", "role": "vezető", "agrees": "on"}
    client.post(page, {**who, "seen": consent.version.seen, "wording": 1})
    consent.refresh_from_db()
    assert (consent.given_by, consent.text_id) == ("Kovács Éva", 1)

    review = actions.open_review(version=consent.version, by=world.users[access.EXPERT], at=world.now)
    version = actions.decide_review(
        review=review, judgement=factories.judgement(), by=world.users[access.EXPERT], at=world.now
    )
    actions.publish_version(version=version, by=world.users[access.OFFICE], at=world.now)
    client.post(deed, {"deed": "confirm"})
    assert Practice.objects.get(pk=version.practice_id).asked_to_confirm == 0
    client.post(deed, {"deed": "withdraw", "reason": "Megszűnt."})

    assert Practice.objects.get(pk=version.practice_id).public_version is None
    assert client.get(page).status_code == 200


def test_somebody_without_an_account_offers_and_confirms(client, world, place, settings):
    settings.FORM_GUARD = False
    answer = client.post(
        reverse("knowledge:offer"),
        filled(
            title="Felajánlott",
            offered_by_name="Vera",
            offered_by_email="vera2@example.org",
            language="hu",
            **place,
        ),
    )
    assert answer["Location"] == reverse("knowledge:offer_sent")
    practice = Practice.objects.get(offered_by_email="vera2@example.org")
    client.post(reverse("knowledge:offered_deed", args=[offer_key(practice)]), {"deed": "confirm"})

    assert practice.versions.get().state == "proposed"


def test_an_editor_reviews_and_what_is_refused_stands_beside_its_field(client, world):
    client.force_login(world.users[access.EXPERT], backend=BACKEND)
    address = reverse("knowledge:review", args=[world.consented_practice.pk])
    sent = {"verdict": "accept", "opinion": "Jó."}
    refused = client.post(address, sent)
    assert "minden szempontot" in refused.content.decode()
    for code in Criterion.objects.values_list("code", flat=True):
        sent |= {f"mark_{code}": "3", f"reason_{code}": "Így van."}

    client.post(address, sent)

    world.consented_practice.refresh_from_db()
    assert world.consented_practice.state == "accepted"


def test_an_editor_sees_the_photos_and_keeps_what_a_refused_verdict_said(client, world):
    mentor, office = world.users[access.MENTOR], world.users[access.OFFICE]
    begun = factories.begun(by=mentor, settlement=world.settlement.pk)
    factories.photographed(begun.practice, by=mentor)
    proposed = actions.propose_version(version=begun, by=mentor, at=factories.AT)
    version = factories.agree(actions.check_version(version=proposed, by=office, at=factories.AT))
    client.force_login(world.users[access.EXPERT], backend=BACKEND)
    address = reverse("knowledge:review", args=[version.pk])

    asked, refused = client.get(address), client.post(address, {"opinion": "Jó leírás."})

    for page in (asked, refused):
        assert (page.status_code, page.content.decode().count("<figure")) == (200, 1)
    assert "Jó leírás." in refused.content.decode()


def test_a_card_follows_its_words_in_its_own_language(client, world):
    term = world.public_practice.public_version.terms.first()
    assert term.name_en
    with translation.override("en"):
        address = reverse("knowledge:practice_card", args=[world.public_practice.code])
    before = client.get(address).content

    Term.objects.filter(pk=term.pk).update(name_hu="egészen kicsi gyerekek")
    after, again = client.get(address).content, client.get(address).content

    assert (after == before, again == after) == (False, True)


def test_translations_stand_beside_the_original(client, world):
    client.force_login(world.users[access.MENTOR], backend=BACKEND)
    version = world.draft_practice
    client.post(
        reverse("knowledge:translate", args=[version.pk]) + "?language=en",
        {"title": "A story circle", "summary": "Grandmothers tell tales."},
    )

    assert version.texts.get(language="en").title == "A story circle"
    assert "A story circle" in client.get(reverse("knowledge:work", args=[version.pk])).content.decode()


def test_versions_are_compared(client, world, place):
    client.force_login(world.users[access.MENTOR], backend=BACKEND)
    client.post(reverse("knowledge:renew", args=[world.public_practice.code]))
    second = PracticeVersion.objects.get(practice=world.public_practice, number=2)
    sent = filled(second, title="Könyves padok", money_band="2", licence="CC-BY-SA-4.0", **place)
    client.post(reverse("knowledge:write", args=[second.pk]), sent)

    page = client.get(reverse("knowledge:compare", args=[second.pk])).content.decode()

    assert "<ins>" in page
    for heading in ("Cím", "Pénz egy évben", "Licenc"):
        assert f">{heading}</h2>" in page
    for heading in ("Munkatársak", "Kiknek szól"):
        assert f">{heading}</h2>" not in page
    assert second.texts.get().title == "Könyves padok"


def test_the_desk_tells_what_waits(client, world):
    client.force_login(world.users[access.OFFICE], backend=BACKEND)

    page = client.get(reverse("knowledge:work_list")).content.decode()

    assert "Ellenőrzésre vár" in page
    assert world.proposed_practice.practice.institution_name in page


@pytest.mark.parametrize("who", ["institution", "editor", "checker"])
def test_whoever_agrees_or_judges_sees_all_that_is_told(client, world, who):
    consent = world.practice_consent
    page = {
        "institution": reverse("knowledge:consent", args=[consent_key(consent)]),
        "editor": reverse("knowledge:review", args=[world.consented_practice.pk]),
        "checker": reverse("knowledge:work", args=[world.proposed_practice.pk]),
    }[who]
    if who != "institution":
        role = access.EXPERT if who == "editor" else access.OFFICE
        client.force_login(world.users[role], backend=BACKEND)

    told = client.get(page).content.decode()

    for words in ("500–999 fő", "egy részmunkaidős munkatárs", "pénz nélkül", "gyerekek", "CC BY 4.0: "):
        assert f"<dd>{words}" in told


def test_after_the_yearly_yes_nobody_is_asked_again_at_once(client, world):
    practice = world.public_practice
    consent = Consent.objects.in_force().get(version=practice.public_version)
    page = reverse("knowledge:consent", args=[consent_key(consent)])
    assert 'value="confirm"' in client.get(page).content.decode()

    client.post(reverse("knowledge:consent_deed", args=[consent_key(consent)]), {"deed": "confirm"})

    assert 'value="confirm"' not in client.get(page).content.decode()


def test_consents_are_kept_with_the_wording(world):
    assert Consent.objects.in_force().exclude(text=None).count() == 3
