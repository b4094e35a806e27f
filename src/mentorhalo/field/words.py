"""The texts of the app: rendered into its page, so that the catalogues of the house keep them complete."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# A sentence, or one for one and one for several.
type Text = str | tuple[str, str]


def words() -> dict[str, Text]:
    """Every text in the language of the page, by the name that the app knows it by."""
    return {name: text for part in parts() for name, text in part.items()}


def parts() -> tuple[dict[str, Text], ...]:
    """The texts by what of the app they are for; no two of them have one name."""
    return (
        _places(),
        _week(),
        _entry(),
        _refusals(),
        _practices(),
        _interviews(),
        _outbox(),
        _states(),
        _phone(),
    )


def _places() -> dict[str, Text]:
    return {
        "app": _("Mentorháló in the field"),
        "week": _("My week"),
        "places": _("Places"),
        "outbox": _("Outbox"),
        "new": _("New entry"),
        "navigation": _("Places of the app"),
        "menu": _("Menu"),
        "to_site": _("To the website"),
        "sign_out": _("Sign out of this phone"),
        "synchronise": _("Synchronise now"),
        "communities": _("Communities"),
        "settlements": _("Settlements"),
        "organisations": _("Institutions and organisations"),
        "consortia": _("Consortia"),
        "find": _("Find by name"),
        "nothing_found": _("Nothing of yours has such a name."),
        "no_places": _("No place is entrusted to you yet. Your group leader assigns them."),
        "contacts": _("Last contacts"),
        "no_contacts": _("No contact is logged here yet."),
        "promised": _("Promised contact every %(days)s days"),
        "goals": _("Agreed goals"),
        "next_step": _("Next step: %(words)s"),
        "whole_page": _("Its page on the website (needs a signal)"),
        "log_here": _("Log a contact"),
        "back": _("Back"),
    }


def _week() -> dict[str, Text]:
    return {
        "agenda": _("Agenda of the next days"),
        "nothing_planned": _("Nothing is planned for the next days."),
        "log_it": _("Log it"),
        "done": _("logged"),
        "silent": _("Silent communities"),
        "nobody_silent": _("Every community has heard of its mentor within the promised time."),
        "silent_line": _("%(name)s, %(place)s: no contact for %(days)s days, promised every %(promised)s"),
        "log_contact": _("Log a contact"),
        "waits_here": _("An entry about it is in the outbox."),
        "returned": _("Entries to mend"),
        "mend_online": _("Mend it (needs a signal)"),
        "mended_waits": _("What you mended is in the outbox."),
        "returned_because": _("It came back: %(reason)s"),
        "unproven": _("Entries without an attendance sheet"),
        "add_sheet": _("Add the sheet"),
        "drafts": _("Entries begun"),
        "finish_online": _("Finish it (needs a signal)"),
        "waiting_elsewhere": _("What else waits for you"),
        "begun_here": _("An entry is begun on this phone."),
        "go_on": _("Go on with it"),
        "as_of": _("As it was at the last synchronisation: %(moment)s"),
        "sheet_in_outbox": _("Its file is in the outbox."),
    }


def _entry() -> dict[str, Text]:
    return {
        "optional": _("(optional)"),
        "other_kind": _("Or something else"),
        "photos": _("Attendance sheet, photo or other proof"),
        "photos_help": _(
            "More than one may be chosen. Large photos are made smaller; where they were taken is left out."
        ),
        "what_they_are": _("What they are"),
        "take_out": _("Take out %(name)s"),
        "more": _("More"),
        "notes": _("Notes"),
        "save": _("Put into the outbox"),
        "discard_entry": _("Throw it away"),
        "filled_in": _("Filled in: %(reason)s."),
        "restored": _("What was begun here is put back."),
        "begin_anew": _("Begin anew"),
        "saved": _("Saved on this phone. It is sent as soon as there is a signal."),
        "mend": _("Mend the entry"),
        "errors": _("Something is to be mended before it can be saved. What was typed is kept."),
        "file_too_large": _(
            "“%(name)s” is %(size)s; a file may be %(most)s at most. Make a smaller photo or scan of it."
        ),
        "file_unread": _("“%(name)s” cannot be read. Choose it once more."),
        "file_kept_back": _("“%(name)s” is chosen already."),
        "working": _("Making the photos smaller…"),
        "attach_to": _("Add a file to this entry"),
        "attach": _("Add the files to the outbox"),
        "no_files": _("Choose a file first."),
        "unknown_settlement": _(
            "“%(words)s” is not in the list. Type a few letters and choose one of the suggestions."
        ),
        "found": _("found"),
        "none_found": _("Nothing found"),
        "suggestions": _("Suggestions"),
        "not_yet": _("The form comes with the first synchronisation. It needs a signal once."),
        "gone": _("This is not on the phone any more."),
    }


def _practices() -> dict[str, Text]:
    return {
        "practice": _("Write down a good practice"),
        "mend_practice": _("Mend the good practice"),
        "practices": _("Good practices"),
        "practices_words": _(
            "You have seen something that others could do as well? Write it down on the spot."
        ),
        "collect_practice": _("Write down a good practice"),
        "practice_begun": _("A good practice is begun on this phone."),
        "practice_help": _(
            "Title, field and place are enough. You may dictate with the microphone of the phone's keyboard. "
            "What is missing is completed on the website, or by the institution."
        ),
        "practice_photos": _("Photos"),
        "photo": _("Photo"),
        "photo_alt": _("What can be seen on it?"),
        "photo_people": _("People on it"),
        "photo_rights": _("By what right?"),
        "photo_credit": _("Who took it?"),
        "not_a_picture": _("“%(name)s” is no picture that can be shown. Choose a JPEG, PNG or WebP."),
        "waits_for_practice": _("It follows its practice."),
        "too_long": _(
            "At most %(limit)s characters fit in here, and these are %(length)s. Nothing was lost: please shorten it."
        ),
    }


def _interviews() -> dict[str, Text]:
    return {
        "units": _("To be visited"),
        "no_units": _("Nobody is assigned to you to be visited."),
        "forms": _("Questionnaires"),
        "questionnaire": _("Questionnaire"),
        "begin": _("Begin"),
        "form_language": _("Language of the questionnaire"),
        "visit": _("Open"),
        "due": _("By %(day)s."),
        "part_full": _(
            "As many answers came as are wanted: %(parts)s. Ask whoever gave you the unit whether it is still to be visited."
        ),
        "attempt": _("Write down a visit"),
        "attempts": _("Visits so far"),
        "no_attempts": _("Nobody has been here yet."),
        "attempt_result": _("What came of it?"),
        "attempt_at": _("When was it?"),
        "attempt_appointment": _("When is the appointment?"),
        "attempt_to_save": _("Save the visit"),
        "attempt_waits": _("A visit is in the outbox."),
        "agreed_for": _("for %(moment)s"),
        "no_result": _("Choose what came of it."),
        "no_moment": _("Say the day and the hour."),
        "future_attempt": _(
            "An attempt is written down after it was made, and this moment has not come yet."
        ),
        "early_appointment": _("An appointment is after the attempt that made it."),
        "questionnaire_waits": _("Its questionnaire is in the outbox."),
        "came_back": _("Questionnaires to correct"),
        "correct": _("Correct"),
        "correct_online": _("See it on the website (needs a signal)"),
        "corrected_waits": _("What you corrected is in the outbox."),
        "corrects_anew": _(
            "This questionnaire was changed on the website and came back again since you began to correct it. You begin with what stands there now."
        ),
        "corrected_elsewhere": _(
            "What you began to correct here is done with: it was corrected on the website, or decided on. What was begun here cannot be sent any more."
        ),
        "begun_questionnaires": _("Questionnaires begun"),
        "form_opens": _("The questionnaire is being opened…"),
        "form_failed": _("The questionnaire could not be opened. Tell whoever made it."),
        "form_not_yet": _(
            "This questionnaire is not on the phone yet. It comes with the next synchronisation."
        ),
        "form_problems": (
            ngettext(
                "One answer is to be mended before it can be saved.",
                "%(count)s answers are to be mended before it can be saved.",
                1,
            ),
            ngettext(
                "One answer is to be mended before it can be saved.",
                "%(count)s answers are to be mended before it can be saved.",
                2,
            ),
        ),
        "first_problem": _("To the first"),
        "form_kept": _("What is answered is kept on the phone while it is being filled in."),
    }


def _refusals() -> dict[str, Text]:
    """What the actions of `mentoring` say, word for word: the phone says it before the server would."""
    return {
        "future_day": _("This day is in the future: log it when it has happened."),
        "needs_place": _("You met in person: say in which settlement."),
        "participants_first": _("Say first how many took part."),
        "new_more": _("The new ones cannot be more than all participants."),
        "number_range": _("This number should lie between 0 and %(most)s."),
    }


def _outbox() -> dict[str, Text]:
    return {
        "waiting": _("waiting"),
        "sending": _("sending"),
        "refused": _("refused"),
        "sent": _("sent"),
        "to_mend": _("Refused: to be mended"),
        "to_send": _("Waiting to be sent"),
        "arrived": _("Arrived lately"),
        "empty": _("Nothing waits here."),
        "empty_help": _("What is saved without a signal stands here until it has arrived."),
        "change": _("Change"),
        "mend_it": _("Mend it"),
        "try_again": _("Send it again"),
        "discard": _("Throw it away"),
        "discard_sure": _(
            "Throw away “%(title)s” with its files? It has not arrived and cannot be brought back."
        ),
        "keep_it": _("Keep it"),
        "file_of": _("%(what)s: %(name)s, %(size)s"),
        "waits_for_entry": _("It follows its entry."),
        "unreadable": (
            ngettext(
                "One item on this phone is damaged and cannot be read.",
                "%(count)s items on this phone are damaged and cannot be read.",
                1,
            ),
            ngettext(
                "One item on this phone is damaged and cannot be read.",
                "%(count)s items on this phone are damaged and cannot be read.",
                2,
            ),
        ),
    }


def _states() -> dict[str, Text]:
    return {
        "all_sent": _("Everything is sent"),
        "some_wait": (
            ngettext("One item waits", "%(count)s items wait", 1),
            ngettext("One item waits", "%(count)s items wait", 2),
        ),
        "some_refused": (
            ngettext("One item was refused", "%(count)s items were refused", 1),
            ngettext("One item was refused", "%(count)s items were refused", 2),
        ),
        "no_signal": _("No signal"),
        "is_sending": _("Sending…"),
        "is_asking": _("Synchronising…"),
        "sign_in_words": _("You are signed out. What waits here is kept; sign in and it is sent."),
        "sign_in": _("Sign in and go on"),
        "first_time": _(
            "Nothing is on this phone yet. Sign in once with a signal; after that it works without."
        ),
        "stranger": _("This account has no part in the field app. Ask your group leader or the office."),
        "server_away": _(
            "The server does not answer just now. What waits is kept, and tried again by itself."
        ),
        "new_version": _("A new version of the app is ready. What waits stays on the phone."),
        "take_it": _("Use the new version"),
        "outdated": _("The app was renewed in another window. Open it anew."),
        "open_anew": _("Open it anew"),
    }


def _phone() -> dict[str, Text]:
    return {
        "no_storage": _(
            "This browser keeps nothing on the phone (a private window?), so the app cannot work without a signal."
        ),
        "insecure": _("The app needs a secure address (https) to keep anything on the phone."),
        "full": _(
            "The phone is full: nothing was saved. Free some room, then save again; what was typed is still here."
        ),
        "no_room": _(
            "The phone is full: this cannot be opened for correction. Free some room, or send what waits, and try again."
        ),
        "almost_full": _("The phone is almost full: %(left)s left. Send what waits, or free some room."),
        "not_lasting": _(
            "This browser may clear what waits here when the phone is full or the app is not opened for a week. "
            "Install the app on the home screen, and send soon."
        ),
        "clock_off": _(
            "The clock of this phone is off by %(minutes)s minutes. The days in the app follow the server."
        ),
        "clock_back": _(
            "The clock of this phone was set back since the last synchronisation: look at the day before saving."
        ),
        "leaving": _("Signing out removes everything from this phone, and makes it unreadable."),
        "leaving_waits": (
            ngettext(
                "One item has not arrived yet and would be lost for good. Send it first.",
                "%(count)s items have not arrived yet and would be lost for good. Send them first.",
                1,
            ),
            ngettext(
                "One item has not arrived yet and would be lost for good. Send it first.",
                "%(count)s items have not arrived yet and would be lost for good. Send them first.",
                2,
            ),
        ),
        "leave": _("Sign out and remove everything"),
        "leave_lose": _("Sign out and lose what waits"),
        "stay": _("Stay signed in"),
        "left": _("Nothing is left on this phone."),
    }
