"""Settings. Each one comes from an environment variable and has a default that works (docs/settings.md)."""

from pathlib import Path

import environ
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from mentorhalo.config.background import QUEUES, tasks
from mentorhalo.config.mailers import mailers, provider_events

env = environ.Env()

PACKAGE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("MENTORHALO_DATA", default="var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("MENTORHALO_DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.str('PORT', default='8000')}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=["127.0.0.1", "::1"])
HTTPS = env.bool("MENTORHALO_HTTPS", default=SITE_URL.startswith("https://"))

INSTALLED_APPS = [
    "mentorhalo.config",
    "mentorhalo.demo",
    "mentorhalo.desk",
    "mentorhalo.field",
    "mentorhalo.website",
    "mentorhalo.indicators",
    "mentorhalo.processes",
    "mentorhalo.outreach",
    "mentorhalo.partnerships",
    "mentorhalo.mentoring",
    "mentorhalo.questions",
    "mentorhalo.knowledge",
    "mentorhalo.surveys",
    "mentorhalo.events",
    "mentorhalo.training",
    "mentorhalo.network",
    "mentorhalo.partners",
    "mentorhalo.evidence",
    "mentorhalo.accounts",
    "mentorhalo.programmes",
    "mentorhalo.territory",
    "mentorhalo.core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "django_tasks_db",
    "rules.apps.AutodiscoverRulesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "mentorhalo.training.apart.only_packages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "mentorhalo.config.urls"
WSGI_APPLICATION = "mentorhalo.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mentorhalo.core.context.page",
            ],
            "builtins": ["mentorhalo.core.templatetags.elements"],
        },
    },
]
FORM_RENDERER = "mentorhalo.core.forms.ElementRenderer"

# --- data ---------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'mentorhalo.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=600)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # No `temp_store=MEMORY`: SQLite walks a list of all pages saved in memory at the end of every statement that a
        # trigger may abort, so a long transaction on the journal would take time by the square of its length.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;"
        " PRAGMA mmap_size=268435456;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}
# What counts the deeds of visitors has a room of its own: there no flood of kept pages pushes it out.
CACHES["counters"] = {**CACHES["default"], "KEY_PREFIX": "counters"}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    CACHES["counters"] |= {"LOCATION": "counters", "OPTIONS": {"MAX_ENTRIES": 100_000}}
MEDIA_ROOT = DATA_DIR / "files"
REGISTRATION_DAYS = env.int("REGISTRATION_DAYS", default=5)
FORM_GUARD = env.bool("FORM_GUARD", default=True)
EVIDENCE_MAX_MEGABYTES = env.int("EVIDENCE_MAX_MEGABYTES", default=25)
PACKAGES_URL = env.str("PACKAGES_URL", default="").rstrip("/")
PACKAGE_MAX_MEGABYTES = env.int("PACKAGE_MAX_MEGABYTES", default=100)
OPENROSA_MAX_MEGABYTES = env.int("OPENROSA_MAX_MEGABYTES", default=100)
IMPORT_MAX_MEGABYTES = env.int("IMPORT_MAX_MEGABYTES", default=20)

# --- people -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "website:home"
ACCOUNT_ADAPTER = "mentorhalo.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Mentorháló"
USERSESSIONS_TRACK_ACTIVITY = False

MAILERS = mailers(env.email("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Mentorháló <mentorhalo@localhost>")
MAIL_DOMAIN = env.str("MAIL_DOMAIN", default="")
MAIL_ADDRESS = env.str("MAIL_ADDRESS", default="")
OUTREACH_PACE = env.str("OUTREACH_PACE", default="")
OUTREACH_MARK_EVERY = max(1, env.int("OUTREACH_MARK_EVERY", default=100))
OUTREACH_HARD_BOUNCES = env.int("OUTREACH_HARD_BOUNCES", default=2)
OUTREACH_SOFT_BOUNCES = env.int("OUTREACH_SOFT_BOUNCES", default=6)
MAIL_PROVIDER = env.str("MAIL_PROVIDER", default="").lower()
ANYMAIL = provider_events(
    MAIL_PROVIDER,
    secret=env.str("MAIL_PROVIDER_SECRET", default=""),
    key=env.str("MAIL_PROVIDER_KEY", default=""),
)
DKIM_KEY = env.str("DKIM_KEY", default="")
DKIM_SELECTOR = env.str("DKIM_SELECTOR", default="mentorhalo")
DKIM_DOMAIN = env.str("DKIM_DOMAIN", default="")

# Who answers for the site; stands at the foot of letters and in the accessibility statement.
OPERATOR_NAME = env.str("OPERATOR_NAME", default="")
OPERATOR_ADDRESS = env.str("OPERATOR_ADDRESS", default="")

# --- content ------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Mentorháló"
WAGTAIL_PAGE_MODEL = "wagtailcore.Page"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # an address can be dictated
# What is to be translated is not public in the other language yet.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # nothing about an editor leaves the house
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("hu", "magyar"), ("en", "English")]
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILIMAGES_IMAGE_MODEL = "website.Picture"
WAGTAILIMAGES_RENDITION_STORAGE = "pictures"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = env.int("PICTURE_MAX_MEGABYTES", default=15) * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_DOCUMENT_MODEL = "website.SiteDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = [
    "csv", "docx", "mp3", "mp4", "odp", "ods", "odt", "pdf", "pptx", "rtf", "txt", "vtt", "webm", "xlsx", "zip",
]  # fmt: skip
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- background work ------------------------------------------------------------------------------

TASKS_BACKEND = env.str("TASKS_BACKEND", default="database")
TASKS_URL = env.str("TASKS_URL", default="amqp://guest:guest@127.0.0.1:5672//")
TASKS_QUEUE_PREFIX = env.str("TASKS_QUEUE_PREFIX", default="mentorhalo")
TASK_QUEUES = QUEUES
TASKS = tasks(TASKS_BACKEND)
MAILBOX_URL = env.str("MAILBOX_URL", default="")
MAILBOX_MAX_MEGABYTES = env.int("MAILBOX_MAX_MEGABYTES", default=10)

# --- languages and time -------------------------------------------------------------------------

LANGUAGE_CODE = "hu"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("hu", _("Hungarian")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
HOLIDAYS_OF = env.str("HOLIDAYS_OF", default="HU")
QUESTION_DAYS = env.int("QUESTION_DAYS", default=5)
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Budapest")
FORMAT_MODULE_PATH = ["mentorhalo.config.formats"]

# --- the border ---------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "mentorhalo.core.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "mentorhalo.core.storage.StaticStorage"},
    # Sizes of pictures, made when first asked for; the originals stay behind the editor's door.
    "pictures": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "pictures", "base_url": "/pictures/"},
    },
}
# Names that hold a hash of the content, by Django (12 hex digits) or by Vite: kept by browsers for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{12}\.[a-z0-9]+$|/core/build/assets/.+-[\w-]{8}\.[a-z0-9]+$"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "style-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    # Else each job begun and ended would be a line, as "django" is at INFO by itself.
    "loggers": {"django.tasks": {"level": env.str("LOG_LEVEL", default="WARNING")}},
}

if not SECRET_KEY:
    from mentorhalo.config.secret import stored_secret_key  # late: only without SECRET_KEY set

    SECRET_KEY = stored_secret_key(DATA_DIR)
