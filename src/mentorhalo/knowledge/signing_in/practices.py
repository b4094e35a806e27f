"""What the good practices tell the house."""

from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry

from .. import links, searching, signals, tasks
from ..facts import practices as facts
from ..queries.practice_waiting import waiting_for


def sign_in() -> None:
    registry.add_menu(
        MenuEntry("knowledge:practices", _("Good practices"), order=35),
        MenuEntry(
            "knowledge:work_list",
            _("Practices in work"),
            perm="knowledge.practice_desk",
            order=45,
            place="desk",
            group="knowledge",
        ),
    )
    registry.add_derivation(facts.PRACTICE_SOURCE, facts.all_practices)
    registry.add_derivation(facts.ADOPTION_SOURCE, facts.all_adoptions)
    registry.add_source(facts.PRACTICE_SOURCE, links.practices)
    registry.add_source(facts.ADOPTION_SOURCE, links.adoptions)
    registry.add_subject("practice", links.practices)
    registry.add_waiting(waiting_for)
    signals.booklet_ordered.connect(tasks.make_booklet_later, dispatch_uid="knowledge.booklets")
    for source in searching.SOURCES:
        registry.add_search(source)
