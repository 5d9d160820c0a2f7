"""The groups that were only named become rows: what was sent counts as agreed, what is still a draft is asked."""

from django.db import migrations

BATCH = 500


def named_groups(apps, schema_editor):
    """One JointGroup for each named group. A sent proposal named its groups with a promise that all had talked about it."""
    proposal_model, row_model = apps.get_model("projects", "Proposal"), apps.get_model("projects", "JointGroup")
    links = proposal_model.co_partners.through.objects.order_by("pk").values_list("proposal_id", "partner_id")
    proposals = proposal_model.objects.in_bulk({proposal for proposal, _ in links})
    rows = []
    for pk, partner in links:
        proposal = proposals[pk]
        sent = proposal.submitted_at
        rows.append(
            row_model(
                proposal_id=pk, call_id=proposal.call_id, lead_id=proposal.partner_id, partner_id=partner,
                state="accepted" if sent else "asked", asked_by_id=proposal.created_by_id, asked_at=proposal.created_at,
                answered_at=sent,
            )
        )  # fmt: skip
    row_model.objects.bulk_create(rows, batch_size=BATCH)


class Migration(migrations.Migration):

    dependencies = [("projects", "0006_joint_groups_exclusions_substitutes")]

    operations = [
        migrations.RunPython(named_groups, migrations.RunPython.noop),
        migrations.RemoveField(model_name="proposal", name="co_partners"),
    ]
