"""The office's courses: versions, modules, people; and the register of certificates."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.programmes.queries import current_programme

from .. import actions
from ..actions import TrainingRefused
from ..choices import VersionState
from ..exports import register_response
from ..forms.desk import AssignForm, CohortForm, CourseForm, ModuleForm, RuleForm
from ..models import Assignment, CourseVersion, Module
from ..queries import courses as queries
from ..queries import materials, results
from .pages import Trail, done, form_page

A_PAGE = 50


@door("training.manage")
def desk(request: SignedInRequest) -> HttpResponse:
    """Groups, courses, and material that waits for its release."""
    page = Paginator(queries.groups(), A_PAGE).get_page(request.GET.get("page"))
    content = {"page": page, "courses": queries.all_courses(), "to_release": materials.to_release()}
    return render(request, "training/desk.html", content)


@door("training.manage")
def found(request: SignedInRequest) -> HttpResponse:
    form, programme = CourseForm(request.POST or None), current_programme()
    if form.is_valid() and programme is not None:
        try:
            version = actions.found_course(
                programme=programme, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except TrainingRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            return redirect("training:version", pk=version.pk)
    content = {
        "form": form,
        "heading": _("New course"),
        "submit": _("Save"),
        "back": reverse("training:desk"),
        "trail": [*_desk(), (_("New course"), "")],
        "intro": "",
        "tone": "",
    }
    return render(request, "training/form.html", content)


@door("training.manage", get=queries.version)
def version(request: SignedInRequest, version: CourseVersion) -> HttpResponse:
    """What a version consists of, its rule, and who works on it."""
    modules = queries.modules_with_people(version)
    content = {
        "version": version,
        "course": version.course,
        "modules": modules,
        "planned": sum(module.hours for module, _people in modules),
        "is_draft": version.state == VersionState.DRAFT,
        "is_open": version.state == VersionState.OPEN,
        "draft": queries.drafts_of(version.course),
        "trail": [*_desk(), (str(version), "")],
        "nothing": (),
    }
    return render(request, "training/version.html", content)


@door("training.manage", get=queries.version)
def rule(request: SignedInRequest, version: CourseVersion) -> HttpResponse:
    form = RuleForm(request.POST or None, version=version)

    def deed() -> str:
        actions.set_rule(version=version, **form.cleaned_data)
        return _("The rule is kept.")

    return form_page(
        request,
        form,
        deed,
        heading=_("Rule of completion"),
        submit=_("Save"),
        back=_version(version),
        trail=_of(version),
        intro=_(
            "It holds for every group of this version, and cannot be changed once the version is in use."
        ),
    )


@door("training.manage", get=queries.version)
def add_module(request: SignedInRequest, version: CourseVersion) -> HttpResponse:
    form = ModuleForm(request.POST or None, order=version.modules.count() + 1)

    def deed() -> str:
        actions.add_module(version=version, **form.cleaned_data)
        return _("The module is there.")

    return form_page(
        request,
        form,
        deed,
        heading=_("New module"),
        submit=_("Save"),
        back=_version(version),
        trail=_of(version),
    )


@door("training.manage", get=queries.module)
def module(request: SignedInRequest, module: Module) -> HttpResponse:
    form = ModuleForm(request.POST or None, module=module)

    def deed() -> str:
        actions.revise_module(module=module, **form.cleaned_data)
        return _("It is changed.")

    return form_page(
        request,
        form,
        deed,
        heading=_("Change the module"),
        submit=_("Save"),
        back=_version(module.version),
        trail=_of(module.version),
    )


@door("training.manage", get=queries.module)
def assign(request: SignedInRequest, module: Module) -> HttpResponse:
    """Give the module to a developer, a reviewer, an instructor."""
    form = AssignForm(request.POST or None, people=queries.people_at_work(timezone.localdate()))

    def deed() -> str:
        actions.assign(module=module, by=request.user, at=timezone.now(), **form.cleaned_data)
        return _("It is in their inbox.")

    return form_page(
        request,
        form,
        deed,
        heading=_("Give it to somebody"),
        submit=_("Save"),
        back=_version(module.version),
        trail=_of(module.version),
        intro=_("Module %(module)s. Nobody reviews what they write.") % {"module": module},
    )


@door("training.manage", get=queries.assignment)
@require_POST
def unassign(request: SignedInRequest, assignment: Assignment) -> HttpResponse:
    def deed() -> str:
        actions.unassign(assignment=assignment, by=request.user, at=timezone.now())
        return _("They have this role no more.")

    return done(request, deed, _version(assignment.module.version))


@door("training.manage", get=queries.version)
@require_POST
def open_version(request: SignedInRequest, version: CourseVersion) -> HttpResponse:
    def deed() -> str:
        actions.open_version(version=version, by=request.user, at=timezone.now())
        return _("It is in use: groups take it from now on.")

    return done(request, deed, _version(version))


@door("training.manage", get=queries.version)
@require_POST
def next_version(request: SignedInRequest, version: CourseVersion) -> HttpResponse:
    following = actions.next_version(version=version, by=request.user, at=timezone.now())
    return redirect("training:version", pk=following.pk)


@door("training.manage", get=queries.version)
def plan_cohort(request: SignedInRequest, version: CourseVersion) -> HttpResponse:
    form = CohortForm(request.POST or None)

    def deed() -> str:
        actions.plan_cohort(version=version, **form.cleaned_data)
        return _("The group is there. Plan its sessions, then open it to applications.")

    return form_page(
        request,
        form,
        deed,
        heading=_("New group"),
        submit=_("Save"),
        back=reverse("training:desk"),
        trail=_of(version),
    )


@door("training.view_register")
def register(request: SignedInRequest) -> HttpResponse:
    page = Paginator(results.register(), A_PAGE).get_page(request.GET.get("page"))
    content = {"page": page, "trail": [(_("Register of certificates"), "")]}
    return render(request, "training/register.html", content)


@door("training.view_register")
def register_file(request: SignedInRequest, kind: str) -> HttpResponse:
    if kind not in ("csv", "xlsx"):
        raise Http404
    return register_response(results.register(), kind=kind, on=timezone.localdate().isoformat())


def _desk() -> Trail:
    return [(_("Training"), reverse("training:desk"))]


def _version(version: CourseVersion) -> str:
    return reverse("training:version", args=[version.pk])


def _of(version: CourseVersion) -> Trail:
    return [*_desk(), (str(version), _version(version))]
