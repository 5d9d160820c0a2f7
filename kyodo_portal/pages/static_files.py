"""The static files of this version, laid beside those of the version that still runs.

Names carry a digest of the content, so two versions live in one folder. Nothing is cleared at an upgrade: a page of the old
version that somebody has open, and the processes that still serve it, ask for the old names.
"""

import hashlib
import json
import os
import sys
import time
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

MANIFEST = "staticfiles.json"
MARK = ".collected"
KEEP_DAYS = 30  # how long the files of an earlier version are served after the next one came
PACKED = ("", ".gz", ".br")


def collect():
    """collectstatic, only when a file or a library changed since the last time; then forget what is long out of use."""
    root = Path(settings.STATIC_ROOT)
    mark, wanted = root / MARK, fingerprint_of_files()
    if not (mark.exists() and mark.read_text() == wanted):
        before = {path for path in in_use(root) if path.exists()}
        for path in before:
            os.utime(path, (0, 0))  # collectstatic leaves alone what looks newer than its source, whatever it holds
        call_command("collectstatic", interactive=False, verbosity=0)
        for path in before:
            os.utime(path)  # until now it was in use: from now on its days count
        mark.write_text(wanted)
    remove_old(root)


def in_use(root):
    """The files that the manifest names, packed ones included; none where there is no manifest yet."""
    try:
        names = json.loads((root / MANIFEST).read_text(encoding="utf-8"))["paths"]
    except FileNotFoundError:
        return set()
    return {root / f"{name}{packed}" for pair in names.items() for name in pair for packed in PACKED}


def remove_old(root):
    """Remove what no manifest has named for KEEP_DAYS. Does nothing without a manifest."""
    used, oldest = in_use(root) | {root / MANIFEST, root / MARK}, time.time() - KEEP_DAYS * 86_400
    for path in root.rglob("*") if len(used) > 2 else ():
        if path.is_file() and path not in used and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def fingerprint_of_files():
    """A digest of every static file's path, size and time, and of the versions that shape the result."""
    digest = hashlib.sha256(f"{sys.version} {django.__version__} {len(apps.get_app_configs())}".encode())
    for finder in get_finders():
        for path, storage in finder.list(["CVS", ".*", "*~"]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
