"""名前をふせた審査: what the panel reads of a proposal where its call hides who proposes. Nothing here asks for who reads.

Left out are the page on the group and all files with their names; the names of the groups and of the people who speak for them are
replaced wherever they stand in the text. Other words can still tell who it is, which the panel's page says.
"""

import re

from kyodo_portal.common.japanese.legal_forms import bare_names, typed_forms
from projects.proposals.joint.models import known_joint_groups

GROUP = "（団体名）"
SHORTEST = 2  # characters of a name that is looked for in texts
ABOUT_THE_GROUP = "who"  # the page of the proposal that names the groups
FILES = "files"  # the page on which the answers are names of files


def names_of(proposal):
    """[name] to hide, the longest first: of the proposing groups as they are written, as they are read and without their legal form, and of
    who speaks for them. One query where the joint groups did not come along."""
    groups = [proposal.partner, *(row.partner for row in known_joint_groups(proposal))]
    names = set()
    for group in groups:
        names |= {group.name, *bare_names(group.name), *typed_forms(group.name)}
        names |= {group.kana, re.sub(r"[ 　]", "", group.kana)}
        names |= {group.representative, re.sub(r"[ 　]", "", group.representative)}
    return sorted((name for name in names if len(name) >= SHORTEST), key=lambda name: (-len(name), name))


def hidden(text, names):
    """The text without the names."""
    return re.sub("|".join(map(re.escape, names)), GROUP, text) if names and text else text


def name_for_panel(proposal, is_blind):
    """What the panel hears the proposal called: its title, without names where its call hides who proposes."""
    return hidden(str(proposal), names_of(proposal)) if is_blind else str(proposal)


def _value(section, row, names):
    """An answer without the names; of a file, whose name can tell in letters who made it, only that it is there."""
    if section["key"] == FILES:
        return "付いています" if row["value"] else ""
    return hidden(row["value"], names)


def hidden_content(content, names):
    """The content of a revision without the page on the group, files and names; the content itself stays as it is."""
    return [
        {
            **section,
            "rows": [{**row, "value": _value(section, row, names)} for row in section["rows"]],
            "tables": [
                {**table, "body": [[hidden(cell, names) for cell in cells] for cells in table["body"]]}
                for table in section["tables"]
            ],
            "files": [],
        }
        for section in content
        if section["key"] != ABOUT_THE_GROUP
    ]
