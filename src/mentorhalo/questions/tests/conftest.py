import pytest


@pytest.fixture
def letters(django_capture_on_commit_callbacks, mailoutbox):
    """`letters(deed)`: do it, let the jobs run, give back the new letters."""

    def sent(deed):
        before = len(mailoutbox)
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        return mailoutbox[before:]

    return sent
