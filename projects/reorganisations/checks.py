"""What stands in the way of a 改組, in words that say what to do."""

from kyodo_portal.common.own_words import own_words_said

ITSELF = "「{former}」から「{successor}」へは動かせません。ほかの課を選んでください。"
NO_OFFICE = own_words_said("「{office}」は市の課ではありません。市の課を選んでください。")
ENDED = "「{successor}」は、もうない課です。いまある課を選んでください。"
GOES_TOO = "「{successor}」も、この改組で案件がなくなる課です。最後に受けもつ課を選んでください。"


RENAMED_AWAY = "「{office}」は、この改組で案件がなくなる課です。名前は変えられません。"


def problems_of(lines, names=()):
    """[sentence] about these ReorganisationLines and RenamedOffices, which know their offices; no query. A 改組 leads into an
    office that stands, and who gets another name stands afterwards.
    """
    gone = {line.former_id for line in lines if line.project_id is None}
    problems = []
    for line in lines:
        former, successor = line.former, line.successor
        if former.pk == successor.pk:
            problems.append(ITSELF.format(former=former, successor=successor))
        for office in (former, successor):
            if not office.is_city:
                problems.append(NO_OFFICE.format(office=office))
        if not successor.stands:
            problems.append(ENDED.format(successor=successor))
        elif successor.pk in gone and former.pk != successor.pk:
            problems.append(GOES_TOO.format(successor=successor))
    for row in names:
        if row.office_id in gone:
            problems.append(RENAMED_AWAY.format(office=row.office))
        elif not row.office.is_city:
            problems.append(NO_OFFICE.format(office=row.office))
        elif not row.office.stands:
            problems.append(ENDED.format(successor=row.office))
    return list(dict.fromkeys(problems))
