"""`make test`: the suite on SQLite, on PostgreSQL and in a real browser, all at a time. Sets up what it needs, or says what is missing.

`make test-slow`: on PostgreSQL what `make test` runs on SQLite only (tests/second_engine.py, marker `one_engine`), and in the browser each
kind of page of both sample cities (tests/browser/test_every_page.py); before a release.
`make coverage`: which branches the suite on SQLite passes through; fails below the floor of pyproject.toml.
Both go through all migrations from the first one on; `make test` lays the tables in one go (tests/tables.py).
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from run import VENV, dies_with_us, environment, say, stop  # noqa: E402
from tests import postgres  # noqa: E402

# First Chromium without windows: the same pages for half the processor time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def chromium():
    """The path of the browser that drives the tests, or None."""
    return os.environ.get("KYODO_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def has_japanese_font():
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=ja"], capture_output=True, text=True).stdout.strip())


def has_libatomic():
    """The program that drives the browser is linked against it; a minimal Debian has none. Only Linux asks."""
    if sys.platform != "linux":
        return True
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return False
    return True


def missing_tools():
    """{what is missing: the Debian package that brings it}"""
    wanted = {}
    if not has_libatomic():
        wanted["libatomic"] = "libatomic1"
    if postgres.binaries() is None or not shutil.which("pg_dump"):
        wanted["PostgreSQL（initdb, postgres, pg_dump）"] = "postgresql"
    if chromium() is None:
        wanted["Chromium"] = "chromium-headless-shell"
    if not has_japanese_font():
        wanted["日本語の書体（fontconfig つき）"] = "fonts-noto-cjk fontconfig"
    return wanted


def set_up():
    """On Debian as root install what is missing; elsewhere say exactly what, and fail."""
    wanted = missing_tools()
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        say("テストに必要なものを入れています: " + "、".join(wanted))
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = " ".join(wanted.values()).split()
        subprocess.run(["apt-get", "update", "-qq"], env=env, stdout=subprocess.DEVNULL)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=env, stdout=subprocess.DEVNULL
        )
        wanted = missing_tools()
    if wanted:
        lines = [f"  {what}   Debian・Ubuntu では apt-get install {package}" for what, package in wanted.items()]
        stop("テストに必要なものがありません。\n" + "\n".join(lines))


def clean_environment(**more):
    """This shell's environment without the settings of a portal: a test never meets a city's data.

    What one process translated the others read (__pycache__): else each suite translates all tests anew, for nine seconds.
    """
    ours = ("KYODO_", "DATABASE_", "READ_DATABASE", "CACHE_URL", "EMAIL_URL", "ALLOWED_HOSTS", "CSRF_TRUSTED", "DJANGO_")
    ours += ("SECRET_KEY", "PYTEST_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "PYTHONUNBUFFERED": "1", **more}


class Suite:
    """A pytest process. Leaving it early, by whatever way, ends the process and all that it started."""

    def __init__(self, title, python, *words, output=None, waits=0, **env):
        """`output`: the file that holds what it says until its turn to be shown; `waits`: how far it steps back for others."""
        self.title, self.output, self.began = title, output, time.monotonic()
        self.process = subprocess.Popen(
            [str(python), "-m", "pytest", *words],
            cwd=ROOT,
            env=clean_environment(**env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output and subprocess.STDOUT,
            preexec_fn=lambda: (dies_with_us(), os.nice(waits)),
            start_new_session=True,  # a group of its own, so that it can be ended as a whole
        )

    def __enter__(self):
        return self

    def __exit__(self, *error):
        """An interrupt lets pytest take down its portal and its databases, as Ctrl-C does."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def finish(self):
        """Show what it says until it ends, and its closing line; returns whether it went well."""
        say(f"\n== {self.title}")
        if self.output:
            with open(self.output.name, encoding="utf-8", errors="replace") as said:
                while self.process.poll() is None:
                    print(said.read(), end="", flush=True)
                    time.sleep(0.2)
                say(said.read())
        code = self.process.wait()
        say(f"== {self.title}: {'成功' if code == 0 else f'失敗（終了コード {code}）'}、{time.monotonic() - self.began:.0f}秒")
        return code == 0


def into_tools():
    """Go on in a Python that has the browser and axe. A portal that runs keeps its own: these stand apart where .venv has not got them."""
    ready = "KYODO_PYTHON" in os.environ or (VENV / "installed-test").exists()
    python = environment("test", VENV if ready else ROOT / "var" / "tools")
    if sys.prefix != str(python.parent.parent):
        os.execv(python, [str(python), *sys.argv])


def lay_tables(python, *, url, template=None):
    """Lay the tables once an engine (tests/tables.py): into what every database of the cluster is a copy of (template1), and into
    the file `template`, of which the suite on SQLite and the browser's portal take copies.
    """
    # What stands in template1 stands in every database that PostgreSQL makes.
    engines = [{"DATABASE_URL": url.replace("/postgres", "/template1")}, *([{"TESTS_TEMPLATE": template}] if template else [])]
    command, quiet = [str(python), "-m", "tests.tables"], {"stdin": subprocess.DEVNULL, "preexec_fn": dies_with_us}
    envs = [clean_environment(DJANGO_SETTINGS_MODULE="tests.settings", **engine) for engine in engines]
    running = [subprocess.Popen(command, cwd=ROOT, env=env, **quiet) for env in envs]
    codes = [one.wait() for one in running]  # each to its end
    if any(codes):
        stop("テストの表をつくれませんでした。上の表示を確かめてください。")


def main():
    os.chdir(ROOT)
    # Both leave every suite and the cluster below in order; SIGINT even where a shell in the background had it ignored.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    set_up()
    python = environment("test")
    if Path(sys.executable).resolve() != python.resolve() or sys.prefix != str(python.parent.parent):
        os.execv(python, [str(python), __file__, *sys.argv[1:]])  # psycopg lives there
    if "--coverage" in sys.argv:
        # Measuring makes the suite nearly twice as slow: too much for every `make test`.
        with Suite("SQLite", python, "-n", "2", "--dist", "worksteal", "tests", "--cov", TESTS_MIGRATE="1") as suite:
            sys.exit(not suite.finish())
    began = time.monotonic()
    if "--slow" in sys.argv:
        pages = ("tests/browser/test_every_page.py", "--every-page")
        in_browser = {"DJANGO_ALLOW_ASYNC_UNSAFE": "1", "KYODO_CHROMIUM": chromium()}
        with (
            tempfile.NamedTemporaryFile(prefix="kyodo-pages-") as log,
            postgres.cluster() as url,
            Suite("PostgreSQL", python, "tests", "--left-out", DATABASE_URL=url, TESTS_MIGRATE="1") as rest,
            Suite("ブラウザ", python, *pages, output=log, waits=5, **in_browser) as walk,
        ):
            results = [suite.finish() for suite in (rest, walk)]
        sys.exit(not all(results))
    with (
        tempfile.TemporaryDirectory(prefix="kyodo-suites-") as folder,
        open(f"{folder}/postgresql.log", "wb") as log,
        open(f"{folder}/browser.log", "wb") as browser_log,
        postgres.cluster() as url,
    ):
        template = f"{folder}/template.sqlite3"
        lay_tables(python, url=url, template=template)
        # More processes than cores, so that none idles while a browser or a database is waited for. The longest goes first, on both.
        with (
            Suite("SQLite", python, "-n", "2", "--dist", "worksteal", "tests", TESTS_TEMPLATE=template) as on_sqlite,
            Suite("PostgreSQL", python, "--database-only", "tests", output=log, waits=5, DATABASE_URL=url) as on_postgresql,
            Suite(
                "ブラウザ",
                python,
                "tests/browser",
                output=browser_log,
                waits=5,
                TESTS_TEMPLATE=template,
                DJANGO_ALLOW_ASYNC_UNSAFE="1",
                KYODO_CHROMIUM=chromium(),
            ) as in_browser,
        ):
            results = [suite.finish() for suite in (on_sqlite, on_postgresql, in_browser)]
    failed = results.count(False)
    say(f"\n全部で{time.monotonic() - began:.0f}秒。")
    say("すべてのテストが通りました。" if not failed else f"{failed}つの組で失敗がありました。上の表示を確かめてください。")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
