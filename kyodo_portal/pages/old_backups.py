"""Which backups go when a new one is there, and what killed runs of earlier versions left."""

import re
import shutil

from kyodo_portal.pages import archive

# Before runs had a folder of their own by this name, a killed one left these.
OLD_PART, OLD_SCRATCH = "kyodo-*.part", "tmp*"
OLD_CONTENTS = re.compile(r"(database\.(sqlite3(-\w+)?|dump)|manifest\.json)")


def remove_older(place, backup, keep):
    """Keep the backup just made and the newest others of this portal, `keep` in all. Another portal's are neither
    counted nor removed; an incomplete one takes no good one's place, and goes with those that are older than all kept.
    """
    others = sorted(place.moments().keys() - {backup.name})
    if len(others) < keep:
        return
    ours = [name for name in others if place.is_ours(name, backup.instance)]
    whole = [name for name in ours if not archive.is_incomplete(name)]
    if len(whole) < keep - 1:
        return
    gone = whole[: len(whole) - (keep - 1)]
    oldest_kept = min({backup.name, *whole} - set(gone))
    for name in [*gone, *(name for name in ours if archive.is_incomplete(name) and name < oldest_kept)]:
        place.remove(name)


def remove_old_remains(folder):
    """What a killed run of an earlier version left: its half-written tar, and its folder with copies of the database."""
    for part in folder.glob(OLD_PART):
        part.unlink(missing_ok=True)
    for left in folder.glob(OLD_SCRATCH):
        if left.is_dir() and all(OLD_CONTENTS.fullmatch(path.name) for path in left.iterdir()):
            shutil.rmtree(left, ignore_errors=True)
