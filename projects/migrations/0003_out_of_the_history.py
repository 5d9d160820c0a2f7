"""What stood in the history's details and reasons goes into the columns and rows that were made for it."""

from django.db import migrations
from django.utils.dateparse import parse_date

RECORD = ("result", "document_number", "amount", "why", "conditions", "advice", "early_reason")
WORDS = "担当課："


def departments_of_decisions(apps, schema_editor):
    """Decision.department, out of the details of the step that recorded it."""
    decision_model, change_model = apps.get_model("projects", "Decision"), apps.get_model("projects", "ProposalChange")
    partners = apps.get_model("partners", "Partner").objects
    for decision in decision_model.objects.filter(result__startswith="adopted"):
        last = change_model.objects.filter(subject=decision.proposal_id, step="decide").order_by("-version").first()
        office = last and last.details.get("office")
        if office and partners.filter(pk=office).exists():
            decision_model.objects.filter(pk=decision.pk).update(department=office)


def records_taken_back(apps, schema_editor):
    """A record that was taken back and not made anew stands as a row again: the form of the next one starts from it."""
    decision_model, change_model = apps.get_model("projects", "Decision"), apps.get_model("projects", "ProposalChange")
    partners, forms = apps.get_model("partners", "Partner").objects, apps.get_model("guidelines", "CollaborationForm").objects
    steps = change_model.objects.filter(step__in=("decide", "correct_decision")).order_by("version")
    newest = {change.subject_id: change for change in steps}
    for proposal, taken_back in newest.items():
        if taken_back.step != "correct_decision" or decision_model.objects.filter(proposal=proposal).exists():
            continue
        made = steps.filter(subject=proposal, step="decide").last()
        details, won = made.details, made.details["result"].startswith("adopted")
        decision = decision_model.objects.create(
            proposal_id=proposal,
            form=forms.filter(pk=details.get("form")).first(),
            department=partners.filter(pk=details.get("office")).first() if won else None,
            decided_on=parse_date(details["decided_on"]),
            recorded_by_id=made.by_id,
            taken_back_at=taken_back.at,
            **{name: details[name] for name in RECORD},
        )
        decision_model.objects.filter(pk=decision.pk).update(recorded_at=made.at)


def former_departments(apps, schema_editor):
    """DepartmentChange rows, out of the reasons 「担当課：福祉課→土木課」 of an entry's history. The audit trail has the words too."""
    change_model = apps.get_model("projects", "DepartmentChange")
    rows = apps.get_model("projects", "HistoricalProject").objects.filter(history_change_reason__startswith=WORDS)
    projects = set(apps.get_model("projects", "Project").objects.values_list("pk", flat=True))
    for row in rows.order_by("history_date", "history_id"):
        former, _, new = row.history_change_reason.removeprefix(WORDS).partition("→")
        former, new = office_called(apps, former), office_called(apps, new)
        if row.id in projects and former and new and former != new:
            change_model.objects.create(
                project_id=row.id, former_id=former, new_id=new, by_id=row.history_user_id, at=row.history_date
            )


def office_called(apps, name):
    """The id of the city office that is called so, or was; None where the directory knows none."""
    offices = apps.get_model("partners", "Partner").objects.filter(office__in=("department", "secretariat"))
    found = offices.filter(name=name).values_list("pk", flat=True).first()
    if found is None:
        once = apps.get_model("partners", "HistoricalPartner").objects.filter(name=name, id__in=offices.values("pk"))
        found = once.values_list("id", flat=True).first()
    return found


class Migration(migrations.Migration):

    dependencies = [("projects", "0002_decisions_and_departments_as_columns")]

    operations = [
        migrations.RunPython(departments_of_decisions, migrations.RunPython.noop),
        migrations.RunPython(records_taken_back, migrations.RunPython.noop),
        migrations.RunPython(former_departments, migrations.RunPython.noop),
    ]
