"""From `EMAIL_URL` to Django's `MAILERS`."""

from collections.abc import Mapping
from typing import Any

_OPTION_OF = {
    "EMAIL_HOST": "host",
    "EMAIL_PORT": "port",
    "EMAIL_HOST_USER": "username",
    "EMAIL_HOST_PASSWORD": "password",
    "EMAIL_USE_TLS": "use_tls",
    "EMAIL_USE_SSL": "use_ssl",
    "EMAIL_FILE_PATH": "file_path",
}
_OPTIONS_OF_BACKEND = {
    "smtp": {"host", "port", "username", "password", "use_tls", "use_ssl"},
    "filebased": {"file_path"},
}


def mailers(config: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """`config` is what `Env.email()` returns; only the options its backend knows are passed on."""
    backend = config["EMAIL_BACKEND"]
    known = _OPTIONS_OF_BACKEND.get(backend.split(".")[-2], set())
    options = {
        option: config[name] for name, option in _OPTION_OF.items() if option in known and config.get(name)
    }
    return {"default": {"BACKEND": backend, "OPTIONS": options}}


def provider_events(provider: str, *, secret: str, key: str) -> dict[str, str]:
    """django-anymail's settings for what a provider tells us; empty, so that nobody is heard, without a secret or key.

    `secret` ("name:password") stands in the address given to the provider; `key` is the one it signs with, under whatever
    name anymail knows it.
    """
    if not provider or not (secret or key):
        return {}
    names = ("WEBHOOK_SIGNING_KEY", "SIGNING_SECRET", "WEBHOOK_KEY", "TRACKING_WEBHOOK_VERIFICATION_KEY")
    signed = {f"{provider.upper().replace('-', '_')}_{name}": key for name in names} if key else {}
    return {**({"WEBHOOK_SECRET": secret} if secret else {}), **signed}
