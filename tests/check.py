"""`make check`: lint, format, migrations, deploy check. `make fix` formats."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from run import environment, say  # noqa: E402
from tests.all import clean_environment  # noqa: E402

# A city's own server in short: what docs/operations.md tells to set.
PRODUCTION = {
    "SECRET_KEY": "a-long-one-for-the-check-only-" + "0a1b2c3d4e" * 4,
    "ALLOWED_HOSTS": "portal.example.jp",
    "KYODO_ORIGIN": "https://portal.example.jp",
    "KYODO_PROXY_COUNT": "1",
    "DATABASE_URL": "postgres://kyodo@127.0.0.1/kyodo",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.jp:587",
    "DEFAULT_FROM_EMAIL": "kyodo@example.jp",
    "KYODO_CITY_NAME": "見本市",
    "KYODO_CITY_CODE": "131016",
    "KYODO_OFFICE_NAME": "見本市役所 市民協働課",
    "KYODO_OFFICE_ADDRESS": "〒100-0001 見本市中央1-1",
    "KYODO_OFFICE_PHONE": "03-1234-5678",
    "KYODO_OFFICE_FAX": "",
    "KYODO_COORDINATOR_NAME": "",
    "KYODO_COORDINATOR_PHONE": "",
    "KYODO_SECURITY_CONTACT": "kyodo@example.jp",
}


def main():
    os.chdir(ROOT)
    python = environment("test")
    tools = python.parent
    if "--fix" in sys.argv:
        subprocess.call([tools / "ruff", "check", "--fix", "--quiet", "."])
        subprocess.call([tools / "ruff", "format", "."])
        return
    with tempfile.TemporaryDirectory(prefix="kyodo-check-") as folder:
        real = clean_environment(KYODO_DATA_DIR=folder, **PRODUCTION)
        plain = clean_environment(KYODO_DATA_DIR=folder, SECRET_KEY="only-for-this-check", KYODO_HTTPS="0")
        steps = {
            "ruff check": ([tools / "ruff", "check", "."], plain),
            "ruff format": ([tools / "ruff", "format", "--check", "--quiet", "."], plain),
            "migrations": ([python, "manage.py", "makemigrations", "--check", "--dry-run"], plain),
            "deploy": ([python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], real),
        }
        failed = []
        for title, (command, env) in steps.items():
            code = subprocess.call([str(word) for word in command], env=env, stdin=subprocess.DEVNULL)
            say(f"{title}: {'ok' if code == 0 else '失敗'}")
            if code:
                failed.append(title)
    if failed:
        sys.exit(f"直すところがあります: {'、'.join(failed)}（make fix で直るものもあります）")


if __name__ == "__main__":
    main()
