"""Two contents of a proposal (presenters.content_of, frozen in revisions) held against each other."""

from kyodo_portal.common.text.difference import compared


def since_last_version(proposal, revision):
    """[Compared] of the latest revision with the one before it; nothing where there is none. One query where there is."""
    if revision is None or revision.number < 2:
        return []
    return compared_versions(proposal.revisions.get(number=revision.number - 1).content, revision.content)


def compared_versions(before, after):
    """[Compared] of every item that is not the same in both, in the order of the newer one; what went stands at the end of its page."""
    old, new = dict(_items(before)), dict(_items(after))
    order = [*new, *(place for place in old if place not in new)]
    labels = {**dict(_labels(before)), **dict(_labels(after))}
    rows = [compared(labels[place], old.get(place, ""), new.get(place, "")) for place in sorted(order, key=_pages(order).index)]
    return [row for row in rows if row]


def content_read(content):
    """(label, text) of every item, as people read it before it is sent."""
    return [(label, text) for _, label, text in content_by_place(content)]


def content_by_place(content):
    """((page, key), label, text) of every item."""
    labels = dict(_labels(content))
    return [(place, labels[place], text) for place, text in _items(content)]


def _pages(order):
    """The places with those of one page together, in the order in which the pages come."""
    pages = list(dict.fromkeys(page for page, _ in order))
    return sorted(order, key=lambda place: pages.index(place[0]))


def _items(content):
    """((page, key), text) of every row, table and list of files."""
    for section in content:
        for row in section["rows"]:
            yield (section["key"], row["key"]), row["value"]
        for table in section["tables"]:
            yield (section["key"], table["key"]), "\n".join(" / ".join(cell for cell in cells if cell) for cells in table["body"])
        if section["files"]:
            yield (section["key"], "files"), "\n".join(_file(file) for file in section["files"])


def _file(file):
    return f"{file['name']}（採択されたら公開してよい）" if file["is_public"] else file["name"]


def _labels(content):
    for section in content:
        for row in section["rows"]:
            yield (section["key"], row["key"]), f"{section['title']}：{row['label']}"
        for table in section["tables"]:
            yield (section["key"], table["key"]), f"{section['title']}：{table['caption']}"
        yield (section["key"], "files"), section["title"]
