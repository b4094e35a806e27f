from allauth.account.models import EmailAddress

from mentorhalo.core.hungarian import fold, sort_key
from mentorhalo.core.tests.access import World


def build_world(world: World) -> None:
    """Everybody's address is confirmed, so that the entrance lets them in by password."""
    for user in world.users.values():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        user.name_sort, user.name_search = sort_key(user.name), fold(user.name)
        user.save(update_fields=["name_sort", "name_search"])
