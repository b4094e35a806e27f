"""Learning packages: what is taken and what is not, what the frame may do, and how far each learner is."""

import io
import json
import stat
from datetime import timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from django.conf import settings as house
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core import archives
from mentorhalo.training import actions
from mentorhalo.training.actions import TrainingRefused
from mentorhalo.training.keys import playing_by, playing_word
from mentorhalo.training.models import MaterialVersion, Reading
from mentorhalo.training.packages import folder_of
from mentorhalo.training.queries import results
from mentorhalo.training.reports import read_report
from mentorhalo.training.videos import embedded

from . import factories
from .factories import NOW
from .packages import PAGE, manifest, scorm, zipped

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft():
    return factories.writing()


def written(version, upload) -> MaterialVersion:
    return actions.write_material(
        version=version, text="", video_url="", upload=upload, by=version.author, at=NOW
    )


@pytest.fixture
def learning():
    """A learner of a course of which a package is released."""
    version = factories.released(upload=scorm())
    return version, factories.learner_of(version)


@pytest.mark.parametrize(("version", "kind"), [("1.2", "scorm12"), ("2004 4th Edition", "scorm2004")])
def test_a_package_is_unpacked_under_its_fingerprint(draft, version, kind):
    kept = written(draft, scorm(version))
    assert (kept.package, kept.package_entry, kept.file_name) == (kind, "lecke/index.html", "lecke.zip")
    folder = folder_of(kept.sha256)
    assert (folder / "lecke" / "index.html").read_text() == PAGE
    assert sorted(folder.parent.iterdir()) == [folder]
    again = written(draft, scorm(version))
    assert again.sha256 == kept.sha256


def odd(name: str, content: bytes = b"x", **fields) -> SimpleUploadedFile:
    """A package with one more file, which is not as it should be."""
    upload = io.BytesIO(scorm().read())
    with ZipFile(upload, "a", ZIP_DEFLATED) as archive:
        entry = ZipInfo(name)
        entry.compress_type = ZIP_DEFLATED
        for field, value in fields.items():
            setattr(entry, field, value)
        archive.writestr(entry, content)
    return SimpleUploadedFile("lecke.zip", upload.getvalue(), "application/zip")


LINK = (stat.S_IFLNK | 0o777) << 16
BAD = {
    "path upwards": lambda: odd("../kint.html"),
    "path upwards inside": lambda: odd("lecke/../../kint.html"),
    "path from the root": lambda: odd("/etc/cron.d/x"),
    "path of Windows": lambda: odd("C:/kint.html"),
    "a link": lambda: odd("lecke/link", b"/etc/passwd", external_attr=LINK),
    "a control mark": lambda: odd("lecke/a\u202eb.html"),
    "the same name twice": lambda: odd("LECKE/INDEX.HTML"),
    "a bomb": lambda: odd("lecke/bomba.bin", b"\0" * (4 << 20)),
    "no ZIP": lambda: SimpleUploadedFile("lecke.zip", b"PK no", "application/zip"),
    "no manifest": lambda: zipped({"index.html": PAGE}),
    "a broken manifest": lambda: zipped({"imsmanifest.xml": "<manifest", "index.html": PAGE}),
    "a page that is not there": lambda: zipped({"imsmanifest.xml": manifest(), "masik.html": PAGE}),
    "a page elsewhere": lambda: zipped({"imsmanifest.xml": manifest(href="https://pelda.hu/x.html")}),
    "no page": lambda: zipped({"imsmanifest.xml": manifest(href="kep.svg"), "kep.svg": "<svg/>"}),
    "several parts": lambda: zipped({"imsmanifest.xml": manifest(parts=2), "lecke/index.html": PAGE}),
    "H5P": lambda: zipped({"h5p.json": "{}", "content/content.json": "{}"}, "lecke.h5p"),
}


@pytest.mark.parametrize("make", BAD.values(), ids=BAD.keys())
def test_what_is_no_package_is_refused_and_nothing_is_kept(draft, make):
    with pytest.raises(TrainingRefused) as refused:
        written(draft, make())
    assert refused.value.field == "file"
    assert str(refused.value)
    assert [path for path in Path(house.MEDIA_ROOT).rglob("*") if path.is_file()] == []
    assert MaterialVersion.objects.get(pk=draft.pk).package == ""


def test_what_grows_beyond_what_it_says_leaves_nothing_half_written(draft, monkeypatch):
    monkeypatch.setattr(archives, "MOST_BYTES", 100)
    with pytest.raises(TrainingRefused):
        written(draft, scorm())
    upload = scorm()
    opened, files = ZipFile(upload), ZipFile(upload).infolist()
    with pytest.raises(archives.FileRefused):
        archives.unpack(opened, files, folder_of("a" * 64))
    assert [path for path in Path(house.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_what_no_version_holds_any_more_is_deleted_after_a_day(draft):
    first = written(draft, scorm()).sha256
    second = written(draft, scorm("2004 4th Edition")).sha256
    assert actions.forget_packages(at=timezone.now()) == 0
    assert actions.forget_packages(at=timezone.now() + timedelta(days=2)) == 1
    assert (folder_of(first).exists(), folder_of(second).exists()) == (False, True)


def test_too_many_files_and_too_large_a_package(draft, monkeypatch, settings):
    monkeypatch.setattr(archives, "MOST_ENTRIES", 2)
    with pytest.raises(TrainingRefused):
        written(draft, scorm())
    settings.PACKAGE_MAX_MEGABYTES = 0
    with pytest.raises(TrainingRefused):
        written(draft, scorm())


def test_the_frame_of_a_package_is_of_no_origin_and_loads_from_nowhere_else(client, learning):
    version, enrolment = learning
    word = playing_word(version, enrolment)
    page = client.get(reverse("training:play", args=[word, "lecke/index.html"]))
    policy = page["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-scripts allow-forms; default-src 'none'")
    assert "allow-same-origin" not in policy
    assert "X-Frame-Options" not in page
    body = page.content.decode()
    assert body.index("mh-package") < body.index("<title>")
    [told] = [part for part in body.split("</script>") if "mh-package" in part]
    said = json.loads(told.partition(">")[2].rpartition(">")[2] or told.rpartition(">")[2])
    assert (said["kind"], said["kept"]) == ("scorm12", None)
    assert enrolment.name not in body
    picture = client.get(reverse("training:play", args=[word, "lecke/kep.svg"]))
    assert (picture["Content-Type"], picture["Content-Security-Policy"]) == ("image/svg+xml", policy)
    for name in ("nincs.html", "lecke", "lecke/../../../x", "%2e%2e/x"):
        assert client.get(reverse("training:play", args=[word, "x"])[:-1] + name).status_code == 302
    assert client.get(reverse("training:play", args=[word[:-2], "lecke/index.html"])).status_code == 302


def test_on_a_host_of_their_own_packages_are_of_one_origin_and_nothing_else_is_there(
    client, learning, settings
):
    settings.PACKAGES_URL, settings.ALLOWED_HOSTS = (
        "https://csomag.pelda.hu",
        ["testserver", "csomag.pelda.hu"],
    )
    version, enrolment = learning
    word, apart = playing_word(version, enrolment), {"headers": {"host": "csomag.pelda.hu"}}
    client.force_login(enrolment.user, backend=BACKEND)
    page = client.get(reverse("training:read", args=[version.pk]))
    assert 'src="https://csomag.pelda.hu/' in page.content.decode()
    assert 'sandbox="allow-scripts allow-forms allow-same-origin"' in page.content.decode()
    assert "frame-src 'self' https://csomag.pelda.hu" in page["Content-Security-Policy"]

    address = reverse("training:play", args=[word, "lecke/index.html"])
    assert "allow-same-origin" in client.get(address, **apart)["Content-Security-Policy"]
    assert "allow-same-origin" not in client.get(address)["Content-Security-Policy"]
    report = reverse("training:play_report", args=[word])
    assert client.post(report, "{}", content_type="text/plain", **apart).status_code == 200
    for path in ("/", reverse("training:read", args=[version.pk]), reverse("account_login"), "/en/training/"):
        assert client.get(path, **apart).status_code == 404
    assert client.get(reverse("account_login")).status_code != 404


def test_a_word_is_good_for_one_package_and_not_for_ever(learning, monkeypatch):
    version, enrolment = learning
    word = playing_word(version, enrolment)
    assert playing_by(word).enrolment == enrolment
    monkeypatch.setattr("mentorhalo.training.keys.GOOD_FOR", timedelta(seconds=-1))
    with pytest.raises(MaterialVersion.DoesNotExist):
        playing_by(word)


def played(version, enrolment):
    actions.keep_progress(
        version=version, enrolment=enrolment, is_done=True, score=None, kept="", at=timezone.now()
    )


def sent(client, word, **said):
    return client.post(
        reverse("training:play_report", args=[word]), json.dumps(said), content_type="text/plain"
    )


def test_what_a_package_says_is_kept_and_given_back(client, learning):
    version, enrolment = learning
    client.force_login(enrolment.user, backend=BACKEND)
    page = client.get(reverse("training:read", args=[version.pk]))
    assert 'sandbox="allow-scripts allow-forms"' in page.content.decode()
    reading = Reading.objects.get()
    assert (reading.done_at, reading.score) == (None, None)

    word, kept = playing_word(version, enrolment), {"cmi": {"suspend_data": "</script><b>3"}}
    answer = sent(client, word, completionStatus="incomplete", score={"raw": 40, "max": 50}, runtimeData=kept)
    assert answer.json() == {"result": True, "errorCode": 0}
    reading.refresh_from_db()
    assert (reading.done_at, reading.score, json.loads(reading.kept)) == (None, 80, kept)
    frame = client.get(reverse("training:play", args=[word, "lecke/index.html"])).content.decode()
    assert "\\u003c/script\\u003e\\u003cb\\u003e3" in frame
    sent(client, word, completionStatus="completed", successStatus="passed", score={"scaled": 0.5})
    sent(client, word, completionStatus="incomplete")
    reading.refresh_from_db()
    assert (reading.done_at is not None, reading.score) == (True, 80)
    assert json.loads(reading.kept) == kept  # nothing was said of it since

    office = client.get(reverse("training:own", args=[enrolment.pk])).content.decode()
    assert "80" in office


@pytest.mark.parametrize(
    "body",
    [
        "",
        "x",
        "[]",
        "null",
        '"x"',
        "[" * 100_000,
        '{"score":',
        '{"x":NaN}',
        '{"x":-Infinity}',
        '{"x":Infinity}',
    ],
)
def test_what_is_no_report_changes_nothing(client, learning, body):
    version, enrolment = learning
    address = reverse("training:play_report", args=[playing_word(version, enrolment)])
    assert client.post(address, body, content_type="text/plain").status_code == 400
    assert not Reading.objects.exists()


# What packages keep is compressed by most of them: in text that holds any character, NUL and halves of pairs too.
@pytest.mark.parametrize("odd", ["\\u0000", "\\ud83d", "\\udc00x", "\\ud83d\\ude00", "\\u2028</script>"])
def test_whatever_a_package_keeps_it_finds_again(client, learning, odd):
    version, enrolment = learning
    word = playing_word(version, enrolment)
    body = f'{{"completionStatus":"completed","score":{{"scaled":0.9}},"runtimeData":{{"x":"{odd}"}}}}'
    answer = client.post(reverse("training:play_report", args=[word]), body, content_type="text/plain")
    assert answer.json() == {"result": True, "errorCode": 0}
    reading = Reading.objects.get()
    assert (reading.done_at is not None, reading.score) == (True, 90)
    frame = client.get(reverse("training:play", args=[word, "lecke/index.html"])).content.decode()
    told = frame.partition('id="mh-package">')[2].partition("</script>")[0]
    assert json.loads(told)["kept"] == json.loads(f'{{"x":"{odd}"}}')


def test_what_cannot_be_kept_takes_neither_done_nor_the_earlier_bookmark(client, learning):
    version, enrolment = learning
    word = playing_word(version, enrolment)
    sent(client, word, runtimeData={"x": "3"})
    body = '{"completionStatus":"completed","runtimeData":{"x":1e999}}'
    client.post(reverse("training:play_report", args=[word]), body, content_type="text/plain")
    reading = Reading.objects.get()
    assert (reading.done_at is not None, json.loads(reading.kept)) == (True, {"x": "3"})


def test_nobody_ticks_a_package_off(client, learning):
    version, enrolment = learning
    client.force_login(enrolment.user, backend=BACKEND)
    answer = client.post(reverse("training:read", args=[version.pk]), follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    ("score", "per_cent"),
    [
        ({"scaled": 0.285}, 28),
        ({"scaled": "-1"}, 0),
        ({"raw": 7, "min": 5, "max": 10}, 40),
        ({"raw": "80"}, 80),
        ({"raw": 900}, 100),
        ({"raw": 5, "min": 5, "max": 5}, None),
        ({"raw": "nan"}, None),
        ({"raw": 10**400}, None),
        ({"raw": 1e308, "min": -1e308, "max": 1e308}, None),
        ({"scaled": 1e308}, 100),
        ({"raw": True}, None),
        ({}, None),
        ([], None),
    ],
)
def test_points_are_read_in_whole_per_cent(score, per_cent):
    found = read_report(json.dumps({"score": score}).encode())
    assert found is not None
    assert found.score == per_cent


def test_the_instructor_sees_how_far_each_learner_is(client, learning, django_assert_max_num_queries):
    version, enrolment = learning
    teacher, module = holder(Role.EXPERT), version.material.module
    session = factories.session_of(
        enrolment.cohort, module, instructor=teacher, starts_at=NOW - timedelta(days=1), hours=2
    )
    client.force_login(teacher, backend=BACKEND)
    page = reverse("training:sheet", args=[session.pk])
    client.get(page)
    with django_assert_max_num_queries(60) as few:
        assert client.get(page).context["progress"] == [(enrolment, 0)]
    played(version, enrolment)
    more = [factories.learner(enrolment.cohort, by=holder(Role.OFFICE)) for _number in range(2)]
    with django_assert_max_num_queries(len(few)):
        answer = client.get(page)
    assert dict(answer.context["progress"]) == {enrolment: 1, **dict.fromkeys(more, 0)}
    assert reverse("training:own", args=[enrolment.pk]) in answer.content.decode()
    assert client.get(reverse("training:own", args=[enrolment.pk])).status_code == 200


def test_material_is_part_of_the_rule_only_where_the_rule_says_so(learning):
    version, enrolment = learning
    course = enrolment.cohort.version
    assert [one.words for one in results.standing_of(enrolment).conditions if "aterial" in one.words] == []
    type(course).objects.filter(pk=course.pk).update(least_material=100)
    enrolment.cohort.version.refresh_from_db()
    [asked] = [one for one in results.standing_of(enrolment).conditions if one.least == 100]
    assert (asked.reached, asked.is_met) == (0, False)
    played(version, enrolment)
    [asked] = [one for one in results.standing_of(enrolment).conditions if one.least == 100]
    assert (asked.reached, asked.is_met) == (100, True)


@pytest.mark.parametrize(
    ("address", "frame"),
    [
        ("https://www.youtube.com/watch?v=abcDEF12345", "https://www.youtube-nocookie.com/embed/abcDEF12345"),
        ("https://youtu.be/abcDEF12345?t=3", "https://www.youtube-nocookie.com/embed/abcDEF12345"),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
        ("https://pelda.hu/video.mp4", ""),
        ("https://www.youtube.com/watch?v=%22onload", ""),
        ("", ""),
    ],
)
def test_a_video_is_framed_only_where_nobody_is_followed(address, frame):
    assert embedded(address) == frame
