"""An export that is to come in, looked through before anything is written."""

import hashlib
import re
import zipfile
import zlib

from kyodo_portal.common.own_words import CITY, as_setting, words_in_force

from .manifest import NAME, Manifest, release
from .taken import label, models_taken

PIECE = 1 << 20
UPLOAD = re.compile(r"files/[0-9a-f]{2}/[0-9a-f]{32}")
UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)


def manifest_in(place):
    """The Manifest of an export. ValueError with a Japanese reason where there is none of this release."""
    try:
        with place.open(NAME) as file:
            text = file.read().decode("utf-8")
    except (KeyError, FileNotFoundError) as error:
        raise ValueError("manifest.json がありません。manage.py export_city の書き出しではありません。") from error
    manifest = Manifest.read(text)
    here = release()
    if manifest.release != here:
        said, own = manifest.release, here["migrations"]
        others = sorted(name for name in own.keys() | said["migrations"].keys() if own.get(name) != said["migrations"].get(name))
        raise ValueError(
            f"別の版の書き出しです（{said.get('version')}、違うところ：{'、'.join(others[:5]) or '版の番号'}）。"
            "書き出したときと同じ版のプログラムで取り込み、そのあとで新しい版にします。"
        )
    return manifest


def other_words(manifest):
    """The sentence for whoever sets this portal up, where the city that comes in was spoken of in other words than those of its settings."""
    said = manifest.city.get("own_words")
    if not isinstance(said, dict) or not said.get(CITY) or said == words_in_force():
        return ""
    return (
        "文の中の呼び方が、書き出したサイトと違います。前と同じにするには、設定に "
        f'KYODO_OWN_WORDS="{as_setting(said)}" と書いて、起動し直してください。'
    )


def problems(place, manifest, say=lambda words: None):
    """One Japanese line for each thing that is not as the manifest says: lost, added, changed, unknown. Reads every file once."""
    listed = {one["path"]: one for one in manifest.files}
    there = place.names() - {NAME}
    yield from (f"足りません: {name}" for name in sorted(listed.keys() - there))
    yield from (f"一覧にありません: {name}" for name in sorted(there - listed.keys()))
    known = {label(model) for model in models_taken(secrets=True)}
    yield from (f"知らない表です: {name}" for name in sorted(manifest.rows().keys() - known))
    wanted = {label(model) for model in models_taken(secrets=bool(manifest.options.get("secrets")))}
    yield from (f"表がありません: {name}" for name in sorted(wanted - manifest.rows().keys()))
    for number, name in enumerate(sorted(listed.keys() & there), 1):
        if name.startswith("files/") and not UPLOAD.fullmatch(name):
            yield f"保管名の形が違います: {name}"
        try:
            found = _digest(place, name)
        except UNREADABLE:
            yield f"読めません: {name}"
            continue
        if found != listed[name]["sha256"]:
            yield f"中身が違います: {name}"
        if number % 500 == 0:
            say(f"確かめています：{number:,}／{len(listed):,}")


def _digest(place, name):
    sha256 = hashlib.sha256()
    with place.open(name) as file:
        while piece := file.read(PIECE):
            sha256.update(piece)
    return sha256.hexdigest()
