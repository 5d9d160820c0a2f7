from django.db import migrations, models
from django.db.models import Q

OPEN, FRONT = Q(done_at__isnull=True), Q(done_at__isnull=True, is_front=True)
INDEXES = (
    (["process", "stage", "since", "id", "due_on", "lapses_at", "is_front", "done_at"], FRONT, "task_open_by_stage"),
    (["process", "since", "id"], FRONT, "task_open_of_a_kind"),
    (["-since", "id"], FRONT, "task_moved"),
    (["process", "kind", "role", "stage", "due_on", "lapses_at", "source", "subject_id", "done_at"], OPEN, "task_open_counted"),
)


class Migration(migrations.Migration):
    dependencies = [("process", "0010_promises")]

    operations = [
        migrations.RemoveIndex(model_name="task", name="task_open_on_the_board"),
        *(
            migrations.AddIndex(model_name="task", index=models.Index(fields=fields, condition=condition, name=name))
            for fields, condition, name in INDEXES
        ),
    ]
