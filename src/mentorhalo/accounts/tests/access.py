from mentorhalo.core.tests.access import ADMINISTRATOR, PUBLIC, SIGNED_IN, Access, Foreign, World


def _person(world: World) -> dict[str, object]:
    return {"pk": world.users["office"].pk}


def _grant(world: World) -> dict[str, object]:
    return {"pk": world.users["office"].grants.get().pk}


OPEN = Foreign(anonymous=200, signed_in=200)
ENTRANCE = Foreign(anonymous=200, signed_in=302)  # whoever is in already is sent on
OWN = Foreign(anonymous=302, signed_in=200)
PASSWORD_AGAIN = Foreign(anonymous=302, signed_in=302)
NOT_SET_UP = Foreign(anonymous=302, signed_in=404)  # before there is a second step
SENDS_ON = Foreign(anonymous=302, signed_in=302)

EXPECTATIONS = {
    "accounts:people": Access({ADMINISTRATOR}),
    "accounts:person": Access({ADMINISTRATOR}, kwargs=_person),
    "accounts:end_grant": Access({ADMINISTRATOR}, kwargs=_grant),
    "accounts:profile": Access(SIGNED_IN),
    "accounts:ask_entry": Access(PUBLIC),
    "accounts:enter": Access(PUBLIC, kwargs=lambda world: {"token": "nothing"}),
    "set_language": SENDS_ON,
    "account_login": ENTRANCE,
    "account_logout": Foreign(anonymous=302, signed_in=200),
    "account_inactive": OPEN,
    "account_signup": ENTRANCE,
    "account_reauthenticate": OWN,
    "account_email": OWN,
    "account_email_verification_sent": OPEN,
    "account_confirm_email": Foreign(200, 200, kwargs=lambda world: {"key": "nothing"}),
    "account_change_password": OWN,
    "account_set_password": SENDS_ON,
    "account_reset_password": OPEN,
    "account_reset_password_done": OPEN,
    "account_reset_password_from_key": Foreign(
        200, 200, kwargs=lambda world: {"uidb36": "1", "key": "nothing"}
    ),
    "account_reset_password_from_key_done": OPEN,
    "account_confirm_login_code": SENDS_ON,
    "mfa_index": OWN,
    "mfa_authenticate": SENDS_ON,
    "mfa_reauthenticate": SENDS_ON,
    "mfa_activate_totp": PASSWORD_AGAIN,
    "mfa_deactivate_totp": NOT_SET_UP,
    "mfa_view_recovery_codes": NOT_SET_UP,
    "mfa_generate_recovery_codes": PASSWORD_AGAIN,
    "mfa_download_recovery_codes": NOT_SET_UP,
    "mfa_list_webauthn": OWN,
    "mfa_add_webauthn": PASSWORD_AGAIN,
    "mfa_reauthenticate_webauthn": PASSWORD_AGAIN,
    "mfa_login_webauthn": SENDS_ON,  # a page asks it in the background
    "mfa_remove_webauthn": Foreign(302, 302, kwargs=lambda world: {"pk": 1}),
    "mfa_edit_webauthn": Foreign(302, 302, kwargs=lambda world: {"pk": 1}),
    "usersessions_list": OWN,
}
