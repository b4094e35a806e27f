"""Settings of the tests: those of the product, in a folder of their own, with nothing leaving the process."""

import atexit
import os
import shutil
import tempfile

if "MENTORHALO_DATA" not in os.environ:
    folder = os.environ["MENTORHALO_DATA"] = tempfile.mkdtemp(prefix="mentorhalo-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
else:
    os.environ.pop("DATABASE_URL", None)

from mentorhalo.config.settings import *

SECRET_KEY = "tests"
FORM_GUARD = False  # what tests send needs no proof; those of the guard switch it on
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
# Each job is done as soon as it is enqueued (core/README.md), so that no test needs a worker.
TASKS = {"default": {**TASKS["default"], "BACKEND": "mentorhalo.core.work.backends.AtOnceBackend"}}
MAIL_DOMAIN = "in.example.org"
MAILBOX_URL = ""
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that the server of the browser tests has connections of its own and --reuse-db has something to reuse.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}

# WhiteNoise warns where nothing has been collected yet.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
