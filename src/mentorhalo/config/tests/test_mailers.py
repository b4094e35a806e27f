import environ

from mentorhalo.config.mailers import mailers


def test_smtp_address_becomes_a_mailer() -> None:
    config = environ.Env.email_url_config("smtp+tls://anna:titok@mail.example.org:587")

    assert mailers(config) == {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": "mail.example.org",
                "port": 587,
                "username": "anna",
                "password": "titok",
                "use_tls": True,
            },
        }
    }


def test_console_mailer_takes_no_options() -> None:
    config = environ.Env.email_url_config("consolemail://")

    assert mailers(config) == {
        "default": {"BACKEND": "django.core.mail.backends.console.EmailBackend", "OPTIONS": {}}
    }
