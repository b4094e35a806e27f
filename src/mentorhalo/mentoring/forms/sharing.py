from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.network.models import Supervisor


class SupervisorField(forms.ModelChoiceField):
    def label_from_instance(self, supervisor: Any) -> str:
        return str(supervisor.user)


class ShareForm(forms.Form):
    supervisor = SupervisorField(
        queryset=Supervisor.objects.none(), label=_("Supervisor"), empty_label=_("Choose one")
    )

    def __init__(self, *args: Any, supervisors: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["supervisor"].queryset = supervisors  # type: ignore[attr-defined]
