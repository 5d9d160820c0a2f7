"""`make test`: the suite on SQLite, the suite on PostgreSQL, then a real browser. Sets up what it needs, or says what is missing."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from run import environment, say, stop  # noqa: E402
from tests import postgres  # noqa: E402

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def chromium():
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


def missing():
    """{what is missing: the Debian package that brings it}"""
    wanted = {}
    if not has_libatomic():
        wanted["libatomic"] = "libatomic1"
    if postgres.binaries() is None or not shutil.which("pg_dump"):
        wanted["PostgreSQL（initdb, postgres, pg_dump）"] = "postgresql"
    if chromium() is None:
        wanted["Chromium"] = "chromium"
    if not has_japanese_font():
        wanted["日本語の書体（fontconfig つき）"] = "fonts-noto-cjk fontconfig"
    return wanted


def set_up():
    """On Debian as root install what is missing; elsewhere say exactly what, and fail."""
    wanted = missing()
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        say("テストに必要なものを入れています: " + "、".join(wanted))
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = " ".join(wanted.values()).split()
        subprocess.run(["apt-get", "update", "-qq"], env=env, stdout=subprocess.DEVNULL)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=env, stdout=subprocess.DEVNULL
        )
        wanted = missing()
    if wanted:
        lines = [f"  {what}   Debian・Ubuntu では apt-get install {package}" for what, package in wanted.items()]
        stop("テストに必要なものがありません。\n" + "\n".join(lines))


def clean_environment(**more):
    """This shell's environment without the settings of a portal: a test never meets a city's data."""
    ours = ("KYODO_", "DATABASE_URL", "EMAIL_URL", "ALLOWED_HOSTS", "CSRF_TRUSTED", "DJANGO_", "SECRET_KEY", "PYTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "PYTHONUNBUFFERED": "1", **more}


def suite(title, python, *words, **env):
    """Run pytest in the foreground; its closing line is the last one of this part."""
    say(f"\n== {title}")
    began = time.monotonic()
    code = subprocess.call(
        [str(python), "-m", "pytest", *words], cwd=ROOT, env=clean_environment(**env), stdin=subprocess.DEVNULL
    )
    say(f"== {title}: {'成功' if code == 0 else f'失敗（終了コード {code}）'}、{time.monotonic() - began:.0f}秒")
    return code


def main():
    os.chdir(ROOT)
    # So that the cluster below is taken down even then.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    set_up()
    python = environment("test")
    if Path(sys.executable).resolve() != python.resolve() or sys.prefix != str(python.parent.parent):
        os.execv(python, [str(python), __file__])  # psycopg lives there
    codes = [suite("SQLite", python, "-n", "2", "tests")]
    with postgres.cluster() as url:
        codes.append(suite("PostgreSQL", python, "-n", "2", "tests", DATABASE_URL=url))
    codes.append(suite("ブラウザ", python, "tests/browser", DJANGO_ALLOW_ASYNC_UNSAFE="1", KYODO_CHROMIUM=chromium()))
    failed = sum(code != 0 for code in codes)
    say("\nすべてのテストが通りました。" if not failed else f"\n{failed}つの組で失敗がありました。上の表示を確かめてください。")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
