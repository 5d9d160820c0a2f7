"""Which backups go when a new one is there, and what killed runs of earlier versions left."""

import re
import shutil

from kyodo_portal.pages import archive

# Before runs had a folder of their own by this name, a killed one left these.
OLD_PART, OLD_SCRATCH = "kyodo-*.part", "tmp*"
OLD_CONTENTS = re.compile(r"(database\.(sqlite3(-\w+)?|dump)|manifest\.json)")


def remove_older(backup, keep):
    """Keep the backup just made and the newest others of this portal, `keep` in all. Another portal's are neither
    counted nor removed; an incomplete one takes no good one's place, and goes with those that are older than all kept.
    """
    others = sorted(path for path in backup.path.parent.glob("kyodo-*.tar") if path != backup.path)
    if len(others) < keep:
        return
    manifests = {path: archive.manifest_in(path) for path in others}
    ours = [path for path in others if not manifests[path] or manifests[path].instance in ("", backup.instance)]
    whole = [path for path in ours if not archive.is_incomplete(path)]
    if len(whole) < keep - 1:
        return
    gone = whole[: len(whole) - (keep - 1)]
    oldest_kept = min({backup.path, *whole} - set(gone))
    for path in [*gone, *(path for path in ours if archive.is_incomplete(path) and path < oldest_kept)]:
        path.unlink(missing_ok=True)


def remove_old_remains(folder):
    """What a killed run of an earlier version left: its half-written tar, and its folder with copies of the database."""
    for part in folder.glob(OLD_PART):
        part.unlink(missing_ok=True)
    for left in folder.glob(OLD_SCRATCH):
        if left.is_dir() and all(OLD_CONTENTS.fullmatch(path.name) for path in left.iterdir()):
            shutil.rmtree(left, ignore_errors=True)
