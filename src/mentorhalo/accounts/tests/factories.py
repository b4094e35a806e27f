from datetime import UTC, date, datetime

import factory
from allauth.account.models import EmailAddress

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import Grant, User
from mentorhalo.core.hungarian import fold, sort_key


class UserFactory(factory.django.DjangoModelFactory):
    """A person with a verified e-mail address and the password `password` (see `PASSWORD`)."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"ember{n}@pelda.hu")
    name = factory.Sequence(lambda n: f"Próba Ember {n}")
    name_sort = factory.LazyAttribute(lambda user: sort_key(user.name))
    name_search = factory.LazyAttribute(lambda user: fold(user.name))
    password = factory.django.Password("egy jó hosszú jelszó")

    @factory.post_generation
    def address(self, create, extracted, **kwargs):
        if create:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


PASSWORD = "egy jó hosszú jelszó"


class GrantFactory(factory.django.DjangoModelFactory):
    """A role since the beginning of 2020, of no programme, with no end."""

    class Meta:
        model = Grant

    user = factory.SubFactory(UserFactory)
    role = Role.OFFICE
    starts_on = date(2020, 1, 1)
    granted_at = datetime(2020, 1, 1, 8, tzinfo=UTC)


def holder(role, **fields):
    """A person who holds one role."""
    return GrantFactory(role=role, **fields).user
