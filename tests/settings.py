"""Settings of the test run: the real ones, with a throw-away data folder and nothing slow.

The database is SQLite in memory, or what DATABASE_URL says (`make test` runs both).
"""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="kyodo-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
# Set before the import below: the settings read the environment once, and never a city's own data.
os.environ.update(
    KYODO_DATA_DIR=_folder,
    SECRET_KEY="only-for-tests-" + "x" * 50,
    KYODO_HTTPS="0",
    KYODO_SAMPLE="0",
    KYODO_STAFF_MFA="0",
    KYODO_UNDO_MINUTES="0",  # tests of the waiting (tests/process) set it to 10
    KYODO_PAGE_CACHE_MB="0",  # tests of the page cache turn it on for a client of their own
    KYODO_ORIGIN="http://testserver",
    EMAIL_URL="memorymail://",
    DEBUG="0",
    LOG_LEVEL="WARNING",
)

from kyodo_portal.accounts.sample import CITY, SAMPLES  # noqa: E402
from tests.clock import begin_at_ten  # noqa: E402

begin_at_ten()
# TESTS_CITY: a process that a test starts speaks as that sample city does (tests/ops/test_open_files.py).
os.environ.update(SAMPLES[os.environ["TESTS_CITY"]].settings if "TESTS_CITY" in os.environ else CITY)

from kyodo_portal.settings import *  # noqa: E402, F403
from kyodo_portal.settings import DATABASES, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The manifest exists only after collectstatic.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
KYODO_CITY_SECONDS = None  # nobody else writes: tests of the row (tests/pages/test_city_row.py) say otherwise
KYODO_SEARCH_SECONDS = 0  # tests of the search read the pages themselves
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
if DATABASES["default"]["ENGINE"].endswith("sqlite"):
    # With TESTS_TEMPLATE tests/all.py fills a file first, of which tests/conftest.py makes copies in memory.
    DATABASES["default"]["NAME"] = os.environ.get("TESTS_TEMPLATE", ":memory:")
else:
    # The connection ends with its test: two test processes share one small cluster.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
# The tables come out of the models (tests/tables.py); before a release they go through all migrations.
DATABASES["default"]["TEST"] = {"MIGRATE": "TESTS_MIGRATE" in os.environ}
