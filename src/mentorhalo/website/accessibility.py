"""The accessibility statement, and the way to say what is in the way."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door
from mentorhalo.core.guard import Guarded
from mentorhalo.core.letters import send_letter
from mentorhalo.core.throttle import is_within, network_of

from .models import AccessibilityStatement


class FeedbackForm(Guarded, forms.Form):
    """What is in the way, where, and whom to answer - if they want an answer."""

    about = forms.CharField(
        label=gettext_lazy("What is in the way?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "For example: a picture without a description, a form that the keyboard does not reach."
        ),
    )
    page = forms.CharField(
        label=gettext_lazy("On which page?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Its address or its title."),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy(
            "Only if you would like an answer. It goes with the letter and is not kept here."
        ),
    )


@door("core.public")
def statement(request: HttpRequest) -> HttpResponse:
    content = {"statement": AccessibilityStatement.load(request), "site": settings.SITE_URL}
    return render(request, "website/accessibility.html", content)


@door("core.public")
def feedback(request: HttpRequest) -> HttpResponse:
    """A letter to whoever answers for accessibility; nothing of it is stored."""
    said = AccessibilityStatement.load(request)
    form = FeedbackForm(request.POST or None, initial={"page": request.GET.get("page", "")[:300]})
    if form.is_valid():
        if not is_within("feedback", network_of(request), most=10, seconds=3600):
            form.add_error(
                None, _("Too many letters came from here within the hour. Please try again later.")
            )
        else:
            send_letter(
                "website/letters/feedback",
                to=said.contact_email or _address_of(settings.DEFAULT_FROM_EMAIL),
                language=settings.LANGUAGE_CODE,
                context={**form.cleaned_data, "language": get_language()},
                reply_to=form.cleaned_data["email"],
            )
            messages.success(request, _("Thank you. It is on its way to those who answer for the site."))
            return redirect("website:accessibility")
    trail = [(_("Accessibility statement"), reverse("website:accessibility")), (_("Feedback"), "")]
    return render(request, "website/feedback.html", {"form": form, "trail": trail})


def _address_of(sender: str) -> str:
    """The bare address of “Name <address>”."""
    return sender.rpartition("<")[2].rstrip(">").strip()
