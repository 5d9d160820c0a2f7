"""Word and Excel files that fetch something from elsewhere, or start something, when they are opened: a template, an object, a frame.

Whoever opens one at the office would be asked for by a stranger's server, and would say to it who they are. Links that somebody has to
press and pictures of a web page stay. Read without an XML reader: what a program that writes such files never writes makes it none.
"""

import re
from html import unescape

MAX_BYTES = 10 * 1024 * 1024  # of all that is read of one archive
# Neither definitions nor comments nor another alphabet: then a word stands there as it is, or in numbers of its letters (`unescape`).
_HIDING = re.compile(rb"\0|<!|\bencoding\s*=\s*[\"'](?!utf-8|us-ascii)", re.IGNORECASE)
_TAG = re.compile(rb"""<(?:[\w.-]+:)?Relationship\b((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_SAID = re.compile(rb"""([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_FETCHED = ("/attachedTemplate", "/oleObject", "/package", "/frame", "/subDocument", "/control")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)  # more than the one letter of a drive
_STARTS = re.compile(rb"<(?:[\w.-]+:)?ddeLink\b")


def is_plain(xml):
    """Whether a part is written as office programs write it, so that its words can be looked for."""
    return not _HIDING.search(xml)


def fetches(pack, parts):
    """Whether a ZipFile of Word or Excel fetches or starts something. parts: {name: ZipInfo}, measured before; True for lists that are too
    long or hide what they say.
    """
    lists = [part for name, part in parts.items() if name.lower().endswith(".rels")]
    links = [part for name, part in parts.items() if name.lower().startswith("xl/externallinks/") and part not in lists]
    if sum(part.file_size for part in (*lists, *links)) > MAX_BYTES:
        return True
    return any(_points_outside(pack.read(part)) for part in lists) or any(_starts(pack.read(part)) for part in links)


def _starts(xml):
    return not is_plain(xml) or bool(_STARTS.search(xml))


def _points_outside(xml):
    return not is_plain(xml) or any(_is_fetched(_said(tag[1])) for tag in _TAG.finditer(xml))


def _said(words):
    return {
        name.decode().lower(): unescape((one or other).decode("utf-8", "replace")) for name, one, other in _SAID.findall(words)
    }


def _is_fetched(relation):
    if relation.get("targetmode", "").lower() != "external":
        return False
    kind, target = relation.get("type", ""), relation.get("target", "").strip().replace("\\", "/")
    scheme = _SCHEME.match(target)
    if scheme is None or scheme[1].lower() == "file":
        return kind.endswith((*_FETCHED, "/image")) and _is_of_another_machine(
            target[scheme.end() :] if scheme else target, bool(scheme)
        )
    return kind.endswith(_FETCHED)


def _is_of_another_machine(path, is_file_url):
    """//machine/place; file://machine/place and file:////machine/place; file:///place is one's own."""
    slashes = len(path) - len(path.lstrip("/"))
    if not is_file_url:
        return slashes >= 2
    machine = path.lstrip("/").partition("/")[0].lower()
    return slashes > 3 or slashes == 2 and machine != "localhost" and not machine.endswith(":")
