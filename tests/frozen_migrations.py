"""Migrations are only added: the digests of those that stand, and `python -m tests.frozen_migrations`, which adds
those of new ones.
"""

import hashlib

from tests import house

LIST = house.ROOT / "tests" / "frozen_migrations.txt"


def digests():
    """{path: SHA-256} of every migration of ours."""
    paths = [path for path in house.files(".py", under=house.APPS) if "migrations" in path.parts and path.name != "__init__.py"]
    return {str(path): hashlib.sha256((house.ROOT / path).read_bytes()).hexdigest() for path in paths}


def frozen():
    """{path: SHA-256} of the migrations as they stand in the list."""
    lines = (line.split("  ") for line in LIST.read_text(encoding="utf-8").splitlines())
    return {path: digest for digest, path in lines}


def main():
    known = frozen()
    with open(LIST, "a", encoding="utf-8") as file:
        file.writelines(f"{digest}  {path}\n" for path, digest in digests().items() if path not in known)


if __name__ == "__main__":
    main()
