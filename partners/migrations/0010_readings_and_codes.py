"""What lists sort by, where it was never filled: bodies that only the ledger names. And which part of the sketch map an area is."""

from django.db import migrations

from kyodo_portal.common.japanese.kana import kana_fold

CODES = {
    "本町・小千谷": "honcho",
    "東小千谷": "higashi-ojiya",
    "城川": "jokawa",
    "千田": "senda",
    "山辺": "yamabe",
    "吉谷": "yoshidani",
    "川井": "kawai",
    "岩沢": "iwasawa",
    "真人": "matto",
    "片貝": "katakai",
    "東山": "higashiyama",
}


def fill(apps, schema_editor):
    partners, areas = apps.get_model("partners", "Partner").objects, apps.get_model("partners", "Area").objects
    for partner in partners.filter(kana_key="").only("name", "kana").iterator():
        partners.filter(pk=partner.pk).update(kana_key=kana_fold(partner.kana or partner.name)[:200])
    for name, code in CODES.items():
        areas.filter(name=name, code="").update(code=code)


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0009_directory_of_everybody"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
