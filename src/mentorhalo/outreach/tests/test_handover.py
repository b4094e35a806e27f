"""Letters leave: each once, with what the server says of them written down."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from mentorhalo.outreach.actions import claims
from mentorhalo.outreach.actions.consents import withdraw_consent
from mentorhalo.outreach.actions.handover import hand_over
from mentorhalo.outreach.actions.sending import finish_sending, pause_sending, stop_sending
from mentorhalo.outreach.actions.workers import working
from mentorhalo.outreach.choices import IssueState, Withdrawal
from mentorhalo.outreach.models import Claim, Delivery, Issue, IssueText, Sending, Subscriber

from .factories import DeliveryFactory, IssueFactory, SubscriberFactory
from .relays import Hourglass, RunningSink, sink

HTML = "<p>Kedves @@MH-NAME@@!</p>\n.pont a sor elején\n<a href='@@MH-UNSUBSCRIBE@@'>Leiratkozás</a>\n"
PLAIN = "Kedves @@MH-NAME@@!\n\n.\nLeiratkozás: @@MH-UNSUBSCRIBE@@\n@@MH-MANAGE@@ @@MH-ADDRESS@@\n"

pytestmark = pytest.mark.django_db


def issue_to(*addresses: str, **fields: Any) -> Issue:
    """An issue whose sending has begun."""
    issue = IssueFactory(state=IssueState.SENDING, started_at=timezone.now(), **fields)
    IssueText.objects.filter(issue=issue).update(html=HTML, plain=PLAIN)
    Sending.objects.create(issue=issue, by=issue.by)
    for address in addresses:
        DeliveryFactory(issue=issue, subscriber=SubscriberFactory(email=address))
    return issue


def states(issue: Issue) -> dict[str, str]:
    return dict(Delivery.objects.of(issue.pk).values_list("address", "state"))


@pytest.fixture
def relay(tmp_path: Path, settings: Any) -> Iterator[RunningSink]:
    with sink(tmp_path) as running:
        settings.MAILERS = running.mailers
        yield running


def send(issue: Issue, **arguments: Any) -> float | None:
    return hand_over(issue=issue.pk, seconds=30, **arguments)


def test_every_recipient_gets_the_letter_once(relay: RunningSink) -> None:
    issue = issue_to("a@egy.hu", "b@ketto.hu", "c@egy.hu")

    assert send(issue) is None
    assert relay.taken == ["a@egy.hu", "b@ketto.hu", "c@egy.hu"]
    assert set(states(issue).values()) == {"sent"}
    assert not Claim.objects.exists()
    assert send(issue) is None
    assert len(relay.taken) == 3


def test_letters_are_what_an_independent_parser_expects(relay: RunningSink, settings: Any) -> None:
    settings.MAIL_DOMAIN = "mail.pelda.hu"
    issue = issue_to("anna@egy.hu", sender_name="Őri Örs", reply_to="ors@pelda.hu")
    delivery = issue.deliveries.get()
    Delivery.objects.filter(pk=delivery.pk).update(name='Kő "Anna" <b>')

    send(issue)

    letter = relay.parsed("anna@egy.hu")
    assert relay.senders == [f"bounce+{delivery.token}@mail.pelda.hu"]
    assert letter["Subject"] == "Hírek a közösségekről"
    assert letter["From"].addresses[0].display_name == "Őri Örs"
    assert letter["To"].addresses[0].display_name == 'Kő "Anna" <b>'
    leave = f"http://127.0.0.1:8000/outreach/u/{delivery.token}/"
    assert letter["List-Unsubscribe"] == (
        f"<{leave}>, <mailto:leave+{delivery.token}@mail.pelda.hu?subject=unsubscribe>"
    )
    assert letter.get_body(("plain",)).get_content().startswith('Kedves Kő "Anna" <b>!')
    html = letter.get_body(("html",)).get_content()
    assert html.startswith("<p>Kedves Kő &quot;Anna&quot; &lt;b&gt;!</p>")
    assert f"<a href='{leave}'>" in html
    assert "\n.pont a sor elején" in html.replace("\r", "")


def test_a_server_without_pipelining_gets_the_same_letters(tmp_path: Path, settings: Any) -> None:
    with sink(tmp_path, pipelining=False, says={"b@egy.hu": "550 5.1.1 no such user"}) as running:
        settings.MAILERS = running.mailers
        issue = issue_to("a@egy.hu", "b@egy.hu", "c@egy.hu")
        send(issue)

        assert running.taken == ["a@egy.hu", "c@egy.hu"]
    assert states(issue) == {"a@egy.hu": "sent", "b@egy.hu": "refused", "c@egy.hu": "sent"}


def test_an_address_refused_for_good_does_not_hold_up_the_others(tmp_path: Path, settings: Any) -> None:
    with sink(tmp_path, says={"b@egy.hu": "550 5.1.1 no such user"}) as running:
        settings.MAILERS = running.mailers
        issue = issue_to("a@egy.hu", "b@egy.hu", "c@egy.hu")
        send(issue)

        assert running.taken == ["a@egy.hu", "c@egy.hu"]
    assert states(issue) == {"a@egy.hu": "sent", "b@egy.hu": "refused", "c@egy.hu": "sent"}
    assert issue.deliveries.get(address="b@egy.hu").reason == "550 5.1.1 no such user"


def test_an_address_refused_for_now_is_tried_again_later_and_at_last_given_up(
    tmp_path: Path, settings: Any
) -> None:
    clock = Hourglass(time.time())
    with sink(tmp_path, says={"b@egy.hu": "451 4.7.1 greylisted"}) as running:
        settings.MAILERS = running.mailers
        issue = issue_to("b@egy.hu")
        waits = []
        while (next_at := send(issue, clock=clock)) is not None:
            waits.append(round((next_at - clock.moment) / 60))
            clock.moment = next_at + 1

        assert running.taken == []
    assert waits == [5, 20, 60, 240, 720]
    assert states(issue) == {"b@egy.hu": "refused"}


def test_a_refused_sender_pauses_the_sending_and_says_why(tmp_path: Path, settings: Any) -> None:
    with sink(tmp_path, says={"MAIL": "550 5.7.1 sender not allowed"}) as running:
        settings.MAILERS = running.mailers
        issue = issue_to("a@egy.hu", "b@egy.hu")
        assert send(issue) is None

    issue.refresh_from_db()
    assert issue.state == IssueState.PAUSED
    assert issue.sending.reason == "550 5.7.1 sender not allowed"
    assert not issue.deliveries.filter(state__in=("sent", "refused", "claimed")).exists()


def test_three_refusals_that_may_be_about_us_pause_the_sending(tmp_path: Path, settings: Any) -> None:
    says = {f"{name}@egy.hu": "554 5.7.1 relay access denied" for name in "abcd"}
    with sink(tmp_path, says=says) as running:
        settings.MAILERS = running.mailers
        issue = issue_to(*says)
        send(issue)

    issue.refresh_from_db()
    assert issue.state == IssueState.PAUSED
    assert "relay access denied" in issue.sending.reason
    assert not issue.deliveries.filter(state="refused").exists()


def test_a_doubtful_refusal_counts_when_the_next_letter_is_taken(tmp_path: Path, settings: Any) -> None:
    with sink(tmp_path, says={"a@egy.hu": "554 5.7.1 not wanted here"}) as running:
        settings.MAILERS = running.mailers
        issue = issue_to("a@egy.hu", "b@egy.hu")
        send(issue)

    assert states(issue) == {"a@egy.hu": "refused", "b@egy.hu": "sent"}


def test_a_busy_server_gets_its_rest_and_nothing_is_lost(tmp_path: Path, settings: Any) -> None:
    clock = Hourglass(time.time())
    issue = issue_to("a@egy.hu", "b@egy.hu")
    with sink(tmp_path, says={"MAIL": "421 4.3.2 come back later"}) as running:
        settings.MAILERS = running.mailers
        next_at = send(issue, clock=clock)
        assert next_at is not None
        assert next_at == pytest.approx(clock.moment + 60, abs=1e-3)
        assert send(issue, clock=clock) == pytest.approx(next_at, abs=1e-3)
    (tmp_path / "again").mkdir()
    with sink(tmp_path / "again") as running:
        settings.MAILERS = running.mailers
        clock.moment = next_at + 1
        assert send(issue, clock=clock) is None
        assert sorted(running.taken) == ["a@egy.hu", "b@egy.hu"]
    issue.sending.refresh_from_db()
    assert (issue.sending.rests, issue.sending.reason) == (0, "")


def test_a_letter_whose_answer_got_lost_is_uncertain_and_never_repeated(
    tmp_path: Path, settings: Any
) -> None:
    with sink(tmp_path, says={"DATA": "LOST"}) as running:
        settings.MAILERS = running.mailers
        issue = issue_to("a@egy.hu")
        send(issue)

    assert states(issue) == {"a@egy.hu": "uncertain"}
    assert send(issue) is None


def test_a_server_that_always_hangs_up_makes_two_letters_uncertain_not_all(
    tmp_path: Path, settings: Any
) -> None:
    with sink(tmp_path, says={"DATA": "LOST"}) as running:
        settings.MAILERS = running.mailers
        issue = issue_to(*(f"{number}@egy.hu" for number in range(6)))
        assert send(issue) is not None

    assert sorted(states(issue).values()) == ["uncertain"] * 2 + ["waiting"] * 4


def test_an_unreachable_server_changes_nothing(settings: Any) -> None:
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1},
        }
    }
    issue = issue_to("a@egy.hu")

    assert send(issue) is not None
    assert states(issue) == {"a@egy.hu": "waiting"}
    assert "cannot be reached" in Sending.objects.get(pk=issue.pk).reason


def test_who_unsubscribed_meanwhile_is_left_out_at_their_turn(relay: RunningSink) -> None:
    issue = issue_to("a@egy.hu", "b@egy.hu")
    leaving = Subscriber.objects.get(email="b@egy.hu")
    withdraw_consent(subscriber=leaving, way=Withdrawal.PAGE, at=timezone.now())

    send(issue)

    assert states(issue) == {"a@egy.hu": "sent", "b@egy.hu": "left_out"}
    assert relay.taken == ["a@egy.hu"]


def test_an_address_nothing_can_be_sent_to_is_refused_here(relay: RunningSink) -> None:
    issue = issue_to("a@egy.hu", "b@egy.hu")
    issue.deliveries.filter(address="a@egy.hu").update(address="a@egy.hu>\r\nRCPT TO:<c@harom.hu")

    send(issue)

    assert relay.taken == ["b@egy.hu"]
    assert sorted(states(issue).values()) == ["refused", "sent"]


def test_a_paused_sending_hands_over_nothing(relay: RunningSink) -> None:
    issue = issue_to("a@egy.hu")
    pause_sending(issue=issue, by=issue.by, at=timezone.now())

    assert send(issue) is None
    assert relay.taken == []
    assert not finish_sending(issue=issue.pk, at=timezone.now())


def test_a_stopped_sending_says_of_everybody_what_became_of_the_letter(relay: RunningSink) -> None:
    issue = issue_to("a@egy.hu", "b@egy.hu")
    taken = claims.take_claim(issue=issue.pk, worker=Claim().pk, now=time.time())  # by a worker that dies
    stop_sending(issue=issue, by=issue.by, at=timezone.now())

    assert isinstance(taken, claims.Hand)
    send(issue)
    assert set(states(issue).values()) == {"not_sent"}
    assert finish_sending(issue=issue.pk, at=timezone.now())


def test_a_letter_refused_for_now_after_the_stop_keeps_nothing_open(relay: RunningSink) -> None:
    issue = issue_to("a@egy.hu", "b@egy.hu")
    with working() as worker:
        taken = claims.take_claim(issue=issue.pk, worker=worker, now=time.time())
        assert isinstance(taken, claims.Hand)
        stop_sending(issue=issue, by=issue.by, at=timezone.now())
        claims.mark(taken, begun=1, answered=0)
        claims.put_off(taken, taken.letters[0], reason="busy", at=timezone.now())
        claims.settle(taken, now=time.time())

    assert finish_sending(issue=issue.pk, at=timezone.now())
    assert set(states(issue).values()) == {"not_sent"}


def test_a_dead_workers_claim_is_settled_by_the_next(relay: RunningSink) -> None:
    issue = issue_to("a@egy.hu", "b@egy.hu", "c@egy.hu", "d@egy.hu")
    taken = claims.take_claim(issue=issue.pk, worker=Claim().pk, now=time.time())
    assert isinstance(taken, claims.Hand)
    claims.mark(taken, begun=2, answered=1)

    send(issue)

    assert states(issue) == {
        "a@egy.hu": "sent",
        "b@egy.hu": "uncertain",
        "c@egy.hu": "sent",
        "d@egy.hu": "sent",
    }
    assert relay.taken == ["c@egy.hu", "d@egy.hu"]


def test_a_worker_whose_claim_was_settled_sends_no_further_letter(relay: RunningSink) -> None:
    issue = issue_to("a@egy.hu", "b@egy.hu")
    taken = claims.take_claim(issue=issue.pk, worker=Claim().pk, now=time.time())
    assert isinstance(taken, claims.Hand)
    send(issue)

    with pytest.raises(claims.ClaimLost):
        claims.mark(taken, begun=1, answered=0)


def test_a_crash_between_two_letters_leaves_nothing_uncertain(relay: RunningSink) -> None:
    issue = issue_to("a@egy.hu", "b@egy.hu")
    asked = iter([False, False, False])

    with pytest.raises(StopIteration):
        send(issue, should_stop=lambda: next(asked))

    assert "claimed" not in states(issue).values()
    assert "uncertain" not in states(issue).values()


def test_the_throttle_holds_over_every_window_and_slow_domains_hold_nobody_up(
    tmp_path: Path, settings: Any
) -> None:
    settings.OUTREACH_PACE = "lassu.hu=60/min"
    clock = Hourglass(time.time())
    gone: list[tuple[float, bytes]] = []

    class Watch:
        def offer(self, envelope: Any) -> None:
            self.envelope = envelope

        def hand_over(self, data: bytes, upcoming: Any = None) -> Any:
            from mentorhalo.outreach.sending.replies import SENT  # late: a name of the test alone

            gone.append((clock.moment, self.envelope.recipient))
            return SENT

        def close(self) -> None:
            pass

    issue = issue_to(*(f"{n}@lassu.hu" for n in range(90)), *(f"{n}@gyors.hu" for n in range(20)))
    while (next_at := hand_over(issue=issue.pk, seconds=30, clock=clock, connect=Watch)) is not None:
        clock.moment = max(next_at, clock.moment)

    assert len(gone) == 110
    slow = [moment for moment, address in gone if address.endswith(b"lassu.hu")]
    fast = [moment for moment, address in gone if address.endswith(b"gyors.hu")]
    assert max(fast) - gone[0][0] < 5
    assert max(sum(start <= other < start + 60 for other in slow) for start in slow) <= 60
