"""Is what somebody enters in the ledger already? A friendly question, never a block."""

from django.db.models import Q

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.lists.search import fold, matching
from projects.cycles.models import Cycle
from projects.entries.models import Project, participations_with_partner

MOST = 3  # entries that are named


def doubts_about_entry(*, title, partners=(), new_partner="", form, fiscal_year, form_key=None):
    """[sentence] about entries that stand and are called the same: of the same 年度, or of the same form with one of these partners.

    partners: [Partner]; new_partner: the name of one that does not stand in the directory. form_key: of the form that asks; what
    it has made already is no other entry. Three queries.
    """
    asked, names = fold(title), {fold(body.name) for body in partners} | ({fold(new_partner)} if new_partner else set())
    known = (
        matching(Project.objects.standing().filter(~Q(form_key=form_key) | Q(form_key=None)), title)
        .prefetch_related(participations_with_partner())
        .order_by("-pk")
    )
    same = [entry for entry in known[:50] if fold(entry.title) == asked]
    years = {}
    for entry, year in Cycle.objects.filter(project__in=same).order_by("fiscal_year").values_list("project", "fiscal_year"):
        years.setdefault(entry, []).append(year)
    found = [
        entry
        for entry in same
        if fiscal_year in years.get(entry.pk, ())
        or (entry.form_id == form.pk and names & {fold(row.partner.name) for row in entry.taking_part()})
    ]
    return [_sentence(entry, years.get(entry.pk, ())) for entry in found[:MOST]]


def _sentence(entry, years):
    groups = "、".join(row.partner.public_name for row in entry.taking_part() if row.side == "group")
    said = "、".join(part for part in ("・".join(map(fiscal_label, years)), groups) if part)
    return f"{entry.number}「{entry}」（{said}）と同じではありませんか。同じなら、入れずに、その1件の年度を足すか直してください。"
