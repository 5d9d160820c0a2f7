"""TickRun is called ScheduledJob; its table keeps its name, so that nothing is rebuilt."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        # First the name of the table, as it is: renaming the model then finds nothing to do in the database.
        migrations.AlterModelTable("tickrun", "notices_tickrun"),
        migrations.RenameModel("TickRun", "ScheduledJob"),
    ]
