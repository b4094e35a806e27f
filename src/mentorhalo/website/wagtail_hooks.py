"""What the content editor shows and leaves out."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import MenuItem

NOT_OURS = {"users", "groups", "sites", "help"}


class MenuItemViewSet(SnippetViewSet):
    """Menus, in the order the editors drag them into."""

    model = MenuItem
    icon = "list-ul"
    menu_label = _("Menus")
    menu_order = 600
    add_to_admin_menu = True
    list_display = ["__str__", "place", "is_hidden"]
    list_filter = ["place"]
    sort_order_field = "sort_order"
    panels = [
        FieldPanel("place"),
        MultiFieldPanel([FieldPanel("page"), FieldPanel("fixed")], heading=_("Where it leads")),
        MultiFieldPanel(
            [FieldPanel("label_hu"), FieldPanel("label_en")], heading=_("Its words, if not the title")
        ),
        FieldPanel("is_hidden"),
    ]


register_snippet(MenuItemViewSet)


@hooks.register("construct_main_menu")
@hooks.register("construct_settings_menu")
def leave_out_what_is_not_ours(request: HttpRequest, items: list[Any]) -> None:
    """Accounts, roles and addresses are the house's own."""
    items[:] = [item for item in items if item.name not in NOT_OURS]
