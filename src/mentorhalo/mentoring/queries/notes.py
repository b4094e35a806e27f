"""Private notes, for their author alone."""

from mentorhalo.accounts.models import User

from ..models import Activity, PrivateNote
from ..sealing import NoteUnreadable, unseal


def private_note_of(activity: Activity, user: User) -> str:
    """What `user` sealed with the entry; empty for anybody else, and where the key is lost. One query."""
    note = PrivateNote.objects.filter(activity=activity, author=user).first()
    if note is None:
        return ""
    try:
        return unseal(bytes(note.sealed_text), author=user.pk)
    except NoteUnreadable:
        return ""
