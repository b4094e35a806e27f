"""Who may design, fill, check and read studies - and, apart from all roles, who may see the people behind the answers."""

import rules
from django.utils import timezone

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import (
    is_administrator,
    is_auditor,
    is_group_leader,
    is_interviewer,
    is_mentor,
    is_network,
    is_office,
    is_researcher,
)

from .choices import ResponseState
from .models import (
    DataKey,
    Export,
    Interviewer,
    Recontact,
    Response,
    SampleUnit,
    Study,
    SubmissionFile,
    WebDraft,
)
from .queries.people import holds_keys, interviewer_of, leads_county
from .queries.review import response_of
from .queries.telling import is_telling


@rules.predicate
def is_enrolled(user: object) -> bool:
    """Whether somebody records questionnaires: enrolled in a study today. One query."""
    return interviewer_of(user) is not None


@rules.predicate
def recorded_it(user: object, response: Response | None) -> bool:
    interviewer = interviewer_of(user)
    return response is not None and interviewer is not None and response.interviewer_id == interviewer.pk


@rules.predicate
def was_returned(_user: object, response: Response | None) -> bool:
    return response is not None and response.state == ResponseState.RETURNED


@rules.predicate
def leads_its_county(user: object, response: Response | None) -> bool:
    settlement = response.settlement if response is not None else None
    return settlement is not None and leads_county(user, settlement.county_id)


@rules.predicate
def asks_again(user: object, recontact: Recontact | None) -> bool:
    """Whether the re-contact was given to this interviewer."""
    interviewer = interviewer_of(user)
    return recontact is not None and interviewer is not None and recontact.interviewer_id == interviewer.pk


@rules.predicate
def leads_county_of_recontact(user: object, recontact: Recontact | None) -> bool:
    return recontact is not None and leads_its_county.test(user, recontact.response)


@rules.predicate
def made_the_first_one(user: object, recontact: Recontact | None) -> bool:
    """Nobody asks again whom they asked first, whatever their role."""
    first = recontact.response.interviewer if recontact is not None else None
    return first is not None and is_the_interviewer.test(user, first)


@rules.predicate
def leads_county_of_file(user: object, file: SubmissionFile | None) -> bool:
    return file is not None and leads_its_county.test(user, response_of(file))


@rules.predicate
def sent_the_file(user: object, file: SubmissionFile | None) -> bool:
    return file is not None and recorded_it.test(user, response_of(file))


@rules.predicate
def leads_county_of_unit(user: object, unit: SampleUnit | None) -> bool:
    return unit is not None and leads_county(user, unit.settlement.county_id)


@rules.predicate
def has_it_assigned(user: object, unit: SampleUnit | None) -> bool:
    """Whether the unit is this interviewer's now."""
    interviewer = interviewer_of(user)
    if unit is None or interviewer is None:
        return False
    return unit.assignments.filter(interviewer=interviewer, ended_at=None).exists()


@rules.predicate
def is_the_interviewer(user: object, interviewer: Interviewer | None) -> bool:
    return (
        interviewer is not None
        and isinstance(user, User)
        and interviewer.user_id is not None
        and interviewer.user_id == user.pk
    )


@rules.predicate
def holds_keys_of_unit(user: object, unit: SampleUnit | None) -> bool:
    return unit is not None and holds_keys(user, unit.wave.study, timezone.localdate())


@rules.predicate
def holds_its_keys(user: object, study: Study | None) -> bool:
    """Named for this study, today: no role opens the table of identities."""
    return study is not None and holds_keys(user, study, timezone.localdate())


@rules.predicate
def asked_for_it(user: object, export: Export | None) -> bool:
    return export is not None and isinstance(user, User) and export.asked_by_id == user.pk


@rules.predicate
def may_have_its_identities(user: object, export: Export | None) -> bool:
    """Also a file that was made yesterday is for those alone who hold the key today."""
    if export is None or not export.order.get("identities"):
        return export is not None
    return holds_keys(user, export.instrument.study, timezone.localdate())


@rules.predicate
def made_the_key(user: object, key: DataKey | None) -> bool:
    return key is not None and isinstance(user, User) and key.user_id == user.pk


@rules.predicate
def holds_its_people(user: object, response: Response | None) -> bool:
    """Named to see who is behind the responses of its study."""
    study = response.version.instrument.study if response is not None else None
    return study is not None and holds_keys(user, study, timezone.localdate())


@rules.predicate
def tells_who_answered(_user: object, file: SubmissionFile | None) -> bool:
    return file is not None and is_telling(file)


@rules.predicate
def may_see_people(user: object, file: SubmissionFile | None) -> bool:
    response = response_of(file) if file is not None else None
    return holds_its_people.test(user, response) or (
        recorded_it.test(user, response) and was_returned.test(user, response)
    )


@rules.predicate
def began_it(user: object, draft: WebDraft | None) -> bool:
    if draft is None or not isinstance(user, User):
        return False
    return user.pk in (draft.by_id, draft.interviewer.user_id if draft.interviewer else None)


is_keeper = is_researcher | is_office
# Whoever is enrolled holds one of these: a menu asks no database for the others.
may_record = is_interviewer | is_mentor | is_group_leader

# Studies and instruments.
rules.add_perm("surveys.view", is_keeper | is_network | is_administrator)
rules.add_perm("surveys.design", is_keeper)
rules.add_perm("surveys.preview", is_keeper | is_network | is_enrolled)
# Fieldwork: who is asked, by whom, how far it is.
rules.add_perm("surveys.view_fieldwork", is_keeper | is_group_leader | is_auditor)
rules.add_perm("surveys.run_fieldwork", is_keeper)
rules.add_perm("surveys.assign", is_keeper | is_group_leader)
rules.add_perm("surveys.assign_unit", is_keeper | leads_county_of_unit)
rules.add_perm("surveys.interview", may_record & is_enrolled)
rules.add_perm("surveys.visit_unit", has_it_assigned)
rules.add_perm("surveys.substitute_unit", is_keeper | leads_county_of_unit | has_it_assigned)
rules.add_perm("surveys.view_unit_key", holds_keys_of_unit)
rules.add_perm("surveys.view_unit", is_keeper | leads_county_of_unit | has_it_assigned | holds_keys_of_unit)
rules.add_perm("surveys.manage_interviewers", is_keeper | is_administrator)
rules.add_perm("surveys.view_interviewers", is_keeper | is_administrator | is_group_leader)
rules.add_perm("surveys.renew_device", is_keeper | is_administrator | is_the_interviewer)
rules.add_perm("surveys.view_interviewer", is_keeper | is_administrator | is_the_interviewer)
# Responses: no interviewer sees another's answers.
rules.add_perm("surveys.view_all_responses", is_keeper | is_auditor)
rules.add_perm("surveys.view_responses", is_keeper | is_group_leader | is_auditor)
rules.add_perm("surveys.view_response", is_keeper | is_auditor | leads_its_county | recorded_it)
rules.add_perm("surveys.review", is_keeper | is_group_leader)
rules.add_perm("surveys.review_response", is_keeper | leads_its_county)
rules.add_perm("surveys.edit_response", is_keeper | (recorded_it & was_returned))
rules.add_perm("surveys.view_telling_files", holds_its_people | (recorded_it & was_returned))
rules.add_perm(
    "surveys.view_response_file",
    (is_keeper | is_auditor | leads_county_of_file | sent_the_file) & (~tells_who_answered | may_see_people),
)
rules.add_perm("surveys.check", is_keeper)
rules.add_perm(
    "surveys.record_recontact", (is_keeper | leads_county_of_recontact | asks_again) & ~made_the_first_one
)
# What was sent names people: only who recorded it, or is named to see them, gets it to correct.
rules.add_perm("surveys.correct_response", (recorded_it & was_returned) | (is_keeper & holds_its_people))
# Filling in the browser.
rules.add_perm("surveys.open_draft", began_it)
rules.add_perm("surveys.invite", is_keeper)
# Data leaves pseudonymised; the key to its people has a door of its own.
rules.add_perm("surveys.export", is_researcher | is_office)
rules.add_perm("surveys.take_export", is_keeper & asked_for_it & may_have_its_identities)
rules.add_perm("surveys.revoke_data_key", is_keeper | is_administrator | made_the_key)
rules.add_perm("surveys.view_keys", holds_its_keys)
rules.add_perm("surveys.name_key_holders", is_researcher | is_administrator)
