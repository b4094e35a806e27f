"""What the content editor shows and leaves out."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from mentorhalo.programmes.models import Topic

from .models import MenuItem
from .models.menus import MenuItemQuerySet

NOT_OURS = {"users", "groups", "sites", "help"}


class MenuItemViewSet(SnippetViewSet):
    """Menus, in the order the editors drag them into."""

    model = MenuItem
    icon = "list-ul"
    menu_label = _("Menus")
    menu_order = 600
    add_to_admin_menu = True
    list_display = ["__str__", "place", BooleanColumn("is_hidden", label=_("not shown"))]
    list_filter = ["place"]
    sort_order_field = "sort_order"

    def get_queryset(self, request: HttpRequest) -> MenuItemQuerySet:
        """With what each line is called by."""
        return MenuItem.objects.select_related("page")

    panels = [
        FieldPanel("place"),
        MultiFieldPanel([FieldPanel("page"), FieldPanel("fixed")], heading=_("Where it leads")),
        MultiFieldPanel(
            [FieldPanel("label_hu"), FieldPanel("label_en")], heading=_("Its words, if not the title")
        ),
        FieldPanel("is_hidden"),
    ]


register_snippet(MenuItemViewSet)


class TopicViewSet(SnippetViewSet):
    """Topics of questions, letters and news: renamed, ordered, retired; what refers to one keeps it."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 610
    add_to_admin_menu = True
    list_display = ["__str__", "code", "order", "is_active"]
    panels = [
        FieldPanel("code"),
        FieldPanel("name_hu"),
        FieldPanel("name_en"),
        FieldPanel("order"),
        FieldPanel("is_active"),
    ]


register_snippet(TopicViewSet)


@hooks.register("construct_main_menu")
@hooks.register("construct_settings_menu")
def leave_out_what_is_not_ours(request: HttpRequest, items: list[Any]) -> None:
    """Accounts, roles and addresses are the house's own."""
    items[:] = [item for item in items if item.name not in NOT_OURS]
