"""All settings of kyodo_portal, driven by the environment (docs/operations.md, 2).

A city sets SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL, EMAIL_URL and the KYODO_… names;
everything else has an answer that is right for most.
"""

from .accounts.outside import doors_from
from .accounts.sample import SAMPLES, sample_named
from .common.japanese.hours import closed_days, hours_in_words, office_hours
from .environment import (
    BASE_DIR,
    DATA_DIR,
    PAGES_AT_A_TIME,
    backup_store,
    cache,
    databases,
    env,
    file_store,
    is_web,
    lines_to_databases,
)
from .wiring import *  # noqa: F403  KYODO_… names that are the same in every city

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
# Earlier keys: what they signed or encrypted (sessions, waiting mails, second factors) is still read, and nothing new made with them.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])

# ---- the city -----------------------------------------------------------------------------------
# A sample site shows log-ins and a mailbox to everybody on this machine: never with real data.
KYODO_SAMPLE_CITY = sample_named(env.str("KYODO_SAMPLE", default=""))  # its name; "" on a real site
KYODO_SAMPLE = bool(KYODO_SAMPLE_CITY)
# Nothing here has another city's value: what is not said is empty, and `check --deploy` asks for it (pages/deploy_checks.py).
SAMPLE_CITY = SAMPLES[KYODO_SAMPLE_CITY].settings if KYODO_SAMPLE else {}


def city_word(name, default=""):
    return env.str(name, default=SAMPLE_CITY.get(name, default)).strip()


# When the office can be reached: its hours on working days, further days on which it is closed, and within how many of its days
# whoever writes has an answer (0: nothing is promised). Pages say by it whether it is open now (common/office_hours.py).
KYODO_OFFICE_OPEN = office_hours(city_word("KYODO_OFFICE_OPEN"))
KYODO_OFFICE_CLOSED_DAYS = closed_days(env.list("KYODO_OFFICE_CLOSED_DAYS", default=[]))
KYODO_ANSWER_DAYS = env.int("KYODO_ANSWER_DAYS", default=int(SAMPLE_CITY.get("KYODO_ANSWER_DAYS") or 0))

# What counts until 市の情報 is saved in the admin (common/city.py); from then on the row does.
KYODO_CITY = {
    "name": city_word("KYODO_CITY_NAME"),
    "code": city_word("KYODO_CITY_CODE"),  # 全国地方公共団体コード, 6 digits
    "site": city_word("KYODO_SITE_NAME", "協働ポータル"),
    "office": city_word("KYODO_OFFICE_NAME"),
    "address": city_word("KYODO_OFFICE_ADDRESS"),
    "phone": city_word("KYODO_OFFICE_PHONE"),
    "fax": city_word("KYODO_OFFICE_FAX"),
    "hours": city_word("KYODO_OFFICE_HOURS") or hours_in_words(KYODO_OFFICE_OPEN),
    "coordinator": city_word("KYODO_COORDINATOR_NAME"),
    "coordinator_phone": city_word("KYODO_COORDINATOR_PHONE"),
    # Contact data of the sample city is what its guideline printed; the page says as of when.
    "as_of": city_word("KYODO_CONTACT_AS_OF"),
    # Under which licence the open data may be used.
    "licence": city_word("KYODO_LICENCE_NAME", "クリエイティブ・コモンズ 表示 4.0 国際"),
    "licence_url": city_word("KYODO_LICENCE_URL", "https://creativecommons.org/licenses/by/4.0/deed.ja"),
}
# What the city calls otherwise, or has not: 市=村 町内会=区 コーディネーター= (common/own_words.py).
KYODO_OWN_WORDS = city_word("KYODO_OWN_WORDS")
# 漢字|よみ of the city's own names, beside the list of everybody's words (common/japanese/readings.txt).
KYODO_CITY_READINGS = city_word("KYODO_CITY_READINGS")
# A file with the sketch map of the areas (partners/directory/area_map.py); "" where a city has none.
KYODO_AREA_MAP = city_word("KYODO_AREA_MAP")
# Whoever finds a weakness writes here: an address for mails or a page. Shown in /.well-known/security.txt.
KYODO_SECURITY_CONTACT = env.str("KYODO_SECURITY_CONTACT", default="").strip()
# Who keeps the portal: they get a mail when a unit fails (deploy/systemd/kyodo-failed@.service).
KYODO_OPERATORS = env.list("KYODO_OPERATORS", default=[])
KYODO_ORIGIN = env.str("KYODO_ORIGIN", default="http://127.0.0.1:8000")  # put before paths in mails

# Staff need a second factor except from these networks (CIDR). Off only together with sample data.
KYODO_STAFF_MFA = env.bool("KYODO_STAFF_MFA", default=not KYODO_SAMPLE)
KYODO_STAFF_NETWORKS = env.list("KYODO_STAFF_NETWORKS", default=[])
# Who may ask /readyz?full (CIDR); to everybody else it says what /readyz says.
KYODO_MONITOR_NETWORKS = env.list("KYODO_MONITOR_NETWORKS", default=[])
# How many proxies of ours stand before gunicorn; a deploy check asks for it.
KYODO_PROXY_COUNT = env.int("KYODO_PROXY_COUNT", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = KYODO_PROXY_COUNT
# Doors that others keep: the office's own sign-in, GビズID, デジタル認証アプリ (docs/sign-in.md). None without a setting.
KYODO_DOORS = doors_from(env)
SOCIALACCOUNT_ADAPTER = "kyodo_portal.accounts.outside_adapter.OutsideAccountAdapter"
KYODO_CLAMD = env.str("KYODO_CLAMD", default="")

# So many minutes the notices of a step wait, in the inbox and as mail: a step that is taken back meanwhile tells nobody.
KYODO_UNDO_MINUTES = env.int("KYODO_UNDO_MINUTES", default=10)
# A city that runs the coordinators' desk itself: then its staff may hold the key of what is sealed, and the pages say so.
KYODO_ZONE_STAFF = env.bool("KYODO_ZONE_STAFF", default=False)

KYODO_SEARCH_SECONDS = 5  # of each minute for reading public pages into the search; 0: not by the clock

# ---- applications -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "kyodo_portal.common",
    "kyodo_portal.accounts",
    "kyodo_portal.audit",
    "kyodo_portal.notices",
    "kyodo_portal.process",
    "kyodo_portal.letters",
    "guidelines",
    "partners",
    "projects",
    "kyodo_portal.personal",
    "kyodo_portal.pages",
    "kyodo_portal.common.apps.KyodoAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django.contrib.syndication",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "crispy_forms",
    "django_filters",
    "simple_history",
]
MIDDLEWARE = [
    "kyodo_portal.pages.given_back.TextGivenBackMiddleware",
    "kyodo_portal.common.web.middleware.unavailable",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "kyodo_portal.common.web.middleware.security_headers",
    "kyodo_portal.common.web.fragments.own_fragment",
    "kyodo_portal.common.web.methods.methods",
    "kyodo_portal.pages.liveness.alive",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kyodo_portal.pages.liveness.slots",
    "kyodo_portal.pages.page_cache.page_cache",
    "kyodo_portal.common.web.middleware.clean_input",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "kyodo_portal.process.presses.SecondPressMiddleware",
    "kyodo_portal.process.middleware.EditConflictMiddleware",
    "kyodo_portal.accounts.middleware.staff_pause",
    "kyodo_portal.pages.errors.typed_survives",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "kyodo_portal.accounts.middleware.staff_second_factor",
    "simple_history.middleware.HistoryRequestMiddleware",
    "kyodo_portal.pages.readings_middleware.readings",
    "kyodo_portal.pages.box_words_middleware.box_words",
]
ROOT_URLCONF = "kyodo_portal.urls"
WSGI_APPLICATION = "kyodo_portal.wsgi.application"
MESSAGE_STORAGE = "kyodo_portal.common.web.own_messages.OwnMessages"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "kyodo_portal.common.web.template_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kyodo_portal.pages.context.site",
            ],
            "builtins": [f"kyodo_portal.common.templatetags.{name}" for name in ("kyodo", "components", "marks", "wayfinding")],
        },
    }
]
FORM_RENDERER = "kyodo_portal.common.forms.renderer.Renderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- databases: what DATABASE_URL says, with time limits of ours (environment.py) ------------------
KYODO_DATABASE_POOLER = env.bool("KYODO_DATABASE_POOLER", default=False)  # a PgBouncer in transaction mode stands between
DATABASES = databases(is_web(), KYODO_DATABASE_POOLER)
KYODO_DATABASE_LINES = lines_to_databases()  # for `check --deploy`: commands go by one of them only
DATABASE_ROUTERS = ["kyodo_portal.pages.replica.Router"] if "replica" in DATABASES else []
# Seconds without any answer after which a page gives a connection up; longer than statement_timeout, which answers.
KYODO_DATABASE_PATIENCE = 12 if is_web() else None
KYODO_THREADS = PAGES_AT_A_TIME
# Memory in each process for whole public pages (pages/page_cache.py); 0 keeps none.
KYODO_PAGE_CACHE_MB = env.int("KYODO_PAGE_CACHE_MB", default=0 if DEBUG else 64)
CACHES = {"default": cache()}

# ---- accounts -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
ACCOUNT_ADAPTER = "kyodo_portal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_SIGNUP_FORM_CLASS = "kyodo_portal.accounts.forms.SignupFields"
ACCOUNT_FORMS = {
    name: f"kyodo_portal.accounts.entrance.{form}"
    for name, form in (
        ("login", "Login"), ("signup", "Signup"), ("change_email", "ChangeEmail"), ("add_email", "AddEmail"),
        ("change_password", "ChangePassword"), ("set_password", "SetPassword"), ("reset_password", "ResetPassword"),
        ("reset_password_from_key", "ResetPasswordKey"), ("reauthenticate", "Reauthenticate"),
        ("request_login_code", "RequestLoginCode"), ("confirm_login_code", "ConfirmLoginCode"),
        ("confirm_email_verification_code", "ConfirmEmailCode"), ("confirm_password_reset_code", "ConfirmPasswordResetCode"),
    )
}  # fmt: skip
MFA_FORMS = {
    name: f"kyodo_portal.accounts.{form}"
    for name, form in (
        ("authenticate", "entrance_mfa.Authenticate"), ("reauthenticate", "entrance_mfa.ReauthenticateByCode"),
        ("activate_totp", "entrance_mfa.ActivateTOTP"), ("deactivate_totp", "entrance_mfa.DeactivateTOTP"),
        ("generate_recovery_codes", "entrance_mfa.GenerateRecoveryCodes"),
        ("authenticate_webauthn", "entrance_keys.AuthenticateByKey"), ("login_webauthn", "entrance_keys.SignInByKey"),
        ("reauthenticate_webauthn", "entrance_keys.ReauthenticateByKey"),
        ("add_webauthn", "entrance_keys.AddKey"), ("edit_webauthn", "entrance_keys.EditKey"),
    )
}  # fmt: skip
ACCOUNT_CHANGE_EMAIL = True  # one address per person: it is the log-in name
ACCOUNT_SESSION_REMEMBER = True  # SESSION_COOKIE_AGE decides, for everybody alike
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900  # municipal mail is slow: fifteen minutes
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}  # what a telephone's keys of digits can type
ACCOUNT_EMAIL_NOTIFICATIONS = True  # the owner is told of every change of password, address and second factor
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
# allauth's own limits stop whole addresses and owners: ours are rows (accounts/guesses.py).
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True  # a key that proves its owner opens alone (accounts/entrance_keys.py)
MFA_ADAPTER = "kyodo_portal.accounts.adapter.MFAAdapter"
USERSESSIONS_ADAPTER = "kyodo_portal.accounts.adapter.SessionsAdapter"
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_COOKIE_AGE = 12 * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kyodo_portal.pages.errors.csrf_failed"

# ---- transport ----------------------------------------------------------------------------------
# Plain http is for this machine only (make run, tests).
KYODO_HTTPS = env.bool("KYODO_HTTPS", default=True)
if KYODO_HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    # For this name and no other: on the city's own domain a word too much would lock neighbours out that have no https yet.
    SECURE_HSTS_SECONDS = env.int("KYODO_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("KYODO_HSTS_SUBDOMAINS", default=False)
    SECURE_HSTS_PRELOAD = env.bool("KYODO_HSTS_PRELOAD", default=False)
    # Django warns where they are off; here that is the city's decision.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    if KYODO_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# security_headers widens this for /accounts/ and /admin/ and nowhere else.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# ---- mail ---------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="kyodo@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# ---- files --------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Where `backup` writes and `status` looks.
KYODO_BACKUP_DIR = env.str("KYODO_BACKUP_DIR", default="") or str(DATA_DIR / "backups")
# Uploads are private: no URL leads to where they lie (here, or KYODO_FILES_URL), a view that asks for the right to read hands them out.
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "uploading"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "kyodo_portal.common.files.handlers.SizeLimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "kyodo_portal.common.files.handlers.TemporaryFileHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024  # of words; what is taken is less (common/web/too_large.py)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
STORAGES = {
    "default": file_store(),
    **backup_store(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
for folder in (DATA_DIR, MEDIA_ROOT, FILE_UPLOAD_TEMP_DIR):
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)

# ---- language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "ja"
USE_I18N = True
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "kyodo_portal" / "locale"]
LANGUAGES = [("ja", "日本語")]

CRISPY_ALLOWED_TEMPLATE_PACKS = ("kyodo",)
CRISPY_TEMPLATE_PACK = "kyodo"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "kyodo_portal.common.web.log.Plain",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    # A page that was refused is an answer: one line. Stacks are for faults alone, so that a stack always means one.
    # What opens something by its address alone stands in no line.
    "filters": {
        "stacks_of_faults": {"()": "kyodo_portal.common.web.log.StacksOfFaults"},
        "no_keys": {"()": "kyodo_portal.common.web.log.NoKeys"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["stacks_of_faults", "no_keys"]}},
    "root": {"handlers": ["console"], "level": (env.str("LOG_LEVEL", default="") or "INFO").upper()},
    # Robots knock with every possible host name: one line each, no stack.
    "loggers": {"django.security.DisallowedHost": {"level": "CRITICAL"}},
}
