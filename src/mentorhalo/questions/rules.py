"""Who may ask, read, handle, answer, review and publish."""

import rules
from rules.predicates import always_true

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import is_expert, is_group_leader, is_office

from .models import Expert, FurtherStep, Message, Question
from .queries.experts import expert_of


@rules.predicate
def is_of_a_guest(_user: object, question: Question | None) -> bool:
    """Nobody's account stands behind it: whoever holds its secret link is its asker."""
    return question is not None and question.asker_id is None


@rules.predicate
def asked_it(user: object, question: Question | None) -> bool:
    return question is not None and isinstance(user, User) and question.asker_id == user.pk


@rules.predicate
def leads_its_group(user: object, question: Question | None) -> bool:
    """Leads the county group the question was sorted to."""
    if question is None or question.group is None or not isinstance(user, User):
        return False
    return question.group in user.groups_led()


@rules.predicate
def leads_while_unsorted(user: object, question: Question | None) -> bool:
    """A question of no group waits for whoever sorts first."""
    return (
        question is not None and question.group is None and isinstance(user, User) and bool(user.groups_led())
    )


@rules.predicate
def is_its_expert(user: object, question: Question | None) -> bool:
    """One query, if an expert was named."""
    if question is None or question.expert_id is None or question.expert is None:
        return False
    return question.expert.user_id == getattr(user, "pk", None)


@rules.predicate
def is_its_reader(user: object, question: Question | None) -> bool:
    """The second reader of a review that waits. One query."""
    if question is None or not isinstance(user, User):
        return False
    return question.reviews.filter(decided_at=None, reader=user).exists()


@rules.predicate
def is_this_expert(user: object, expert: Expert | None) -> bool:
    return expert is not None and expert.user_id == getattr(user, "pk", None)


@rules.predicate
def is_message_of_handled(user: object, message: Message | None) -> bool:
    return (
        message is not None and isinstance(user, User) and user.has_perm("questions.handle", message.question)
    )


@rules.predicate
def is_step_of_visible(user: object, step: FurtherStep | None) -> bool:
    return (
        step is not None
        and isinstance(user, User)
        and user.has_perm("questions.view_question", step.question)
    )


@rules.predicate
def is_step_of_handled(user: object, step: FurtherStep | None) -> bool:
    """Who handles the question, or its expert."""
    return step is not None and isinstance(user, User) and user.has_perm("questions.redact", step.question)


@rules.predicate
def wrote_its_practice_down(user: object, question: Question | None) -> bool:
    """The mentor who contributed the good practice it is about. Two queries, if there is one."""
    if question is None or question.practice is None or question.practice.contributor is None:
        return False
    return question.practice.contributor.user_id == getattr(user, "pk", None)


@rules.predicate
def is_an_expert(user: object) -> bool:
    """Has a profile, whether the role is held today or not. One query for an account without."""
    return expert_of(user) is not None


handles = is_office | leads_its_group | leads_while_unsorted

rules.add_perm("questions.ask", always_true)
rules.add_perm("questions.read", always_true)
rules.add_perm("questions.open_own", is_of_a_guest | asked_it)

rules.add_perm("questions.desk", is_office | is_group_leader | is_expert)
rules.add_perm("questions.sort", is_office | is_group_leader)
rules.add_perm("questions.view_question", handles | is_its_expert | is_its_reader | wrote_its_practice_down)
rules.add_perm("questions.handle", handles)
rules.add_perm("questions.answer", is_expert & is_its_expert)
rules.add_perm("questions.review", is_its_reader & ~is_its_expert)
rules.add_perm("questions.publish", handles)
rules.add_perm("questions.confirm", handles | is_its_expert)
rules.add_perm("questions.redact", handles | is_its_expert)
rules.add_perm("questions.ask_back", handles | is_its_expert)
rules.add_perm("questions.hide_message", is_message_of_handled)
rules.add_perm("questions.view_step", is_step_of_visible)
rules.add_perm("questions.arrange_step", is_step_of_handled)
rules.add_perm("questions.answer_invitation", always_true)
rules.add_perm("questions.own_profile", is_an_expert)
rules.add_perm("questions.manage_experts", is_office)
rules.add_perm("questions.revise_expert", is_this_expert | is_office)
