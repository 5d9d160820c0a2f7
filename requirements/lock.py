"""`make lock`: pin every library with its hashes, from pyproject.toml, in a throw-away environment.

base.txt is what `make run` installs; sso.txt adds what the doors of docs/sign-in.md need,
saml.txt what SAML needs, test.txt what the tests and the checks need.
nodes.txt is base.txt with what several machines need (docs/several-nodes.md), cluster.txt the same with the S3 store of
`make test-cluster`.
No file names an index: whoever installs decides where from.
"""

import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# With its extras in the name a pin holds for whoever asks for them too: pip takes `coverage[toml]` for a package of its own, looks
# for its newest release and refuses that for want of a hash.
FLAGS = "--generate-hashes --universal --python-version 3.11 --no-strip-extras --no-header --no-annotate --quiet".split()
# boto3 wants an older python-dateutil than base.txt has; all other pins are the same.
SEVERAL = ["--extra", "s3", "--extra", "redis"]
FILES = {
    "base": [],
    "sso": ["--extra", "sso", "-c", "requirements/base.txt"],
    "saml": ["--extra", "saml", "-c", "requirements/base.txt"],
    "test": ["--group", "test", "--group", "browser", "--group", "dev"],
    "nodes": SEVERAL,
    "cluster": [*SEVERAL, "--group", "cluster"],
}


def main():
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        binaries = Path(folder) / "bin"
        subprocess.run([binaries / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", "uv"], check=True)
        for name, groups in FILES.items():
            target = ROOT / "requirements" / f"{name}.txt"
            if not target.exists():  # uv keeps the pins that it finds there
                shutil.copy(ROOT / "requirements" / "base.txt", target)
            upgrade = ["--upgrade"] if "--upgrade" in sys.argv else []
            command = [binaries / "uv", "pip", "compile", "pyproject.toml", *groups, *FLAGS, *upgrade, "-o", str(target)]
            subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            if "://" in target.read_text():
                sys.exit(f"{target} names an address")


if __name__ == "__main__":
    main()
