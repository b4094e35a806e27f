"""Who is asking, as the views need it."""

from django.http import Http404, HttpRequest

from mentorhalo.accounts.models import User
from mentorhalo.network.models import Mentor
from mentorhalo.network.queries import mentor_of


def user_of(request: HttpRequest) -> User:
    """Behind a door that lets in people with an account alone."""
    assert isinstance(request.user, User)
    return request.user


def mentor_asking(request: HttpRequest) -> Mentor:
    """The mentor whose account it is; somebody with the role but without a mentor's card finds nothing here."""
    mentor = mentor_of(request.user)
    if mentor is None:
        raise Http404
    return mentor
