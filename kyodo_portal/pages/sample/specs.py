"""形態の決めごと of the sample city: what began before they were data goes the way that everything went then."""

import uuid
from contextlib import contextmanager

from guidelines.models import CollaborationForm
from kyodo_portal.common.japanese.dates import fiscal_year
from projects.ledger.actions import enter
from projects.models import FormSpec
from projects.specs.seed_actions import evaluation_set

from .clock import at, days_ago
from .entries import form_of

SHORT = ("nominal", "inkind")  # these had the short way before, too


@contextmanager
def ways_of_before():
    """Until the end of the block, new years of the other forms go through plan, report and all questions; those years keep that."""
    specs = [
        FormSpec.objects.get_or_create(
            form=form,
            version=1,
            defaults={"state": "in_use", "code": form.code, "way": "full", "evaluation": evaluation_set("full")},
        )[0]
        for form in CollaborationForm.objects.offered().exclude(code__in=SHORT)
    ]
    FormSpec.objects.filter(pk__in=[spec.pk for spec in specs]).update(state="in_use")
    yield
    FormSpec.objects.filter(pk__in=[spec.pk for spec in specs]).update(state="retired")


def settle_forms(cast):
    """Collaborations by the rules of today: one of each way, two of them only records of years ago."""
    year = fiscal_year(days_ago(0))
    for row in FORMS:
        code, title, kana, group, office, years_ago, more = row
        with at(days_ago(30)):
            enter(
                by=cast[f"{office}_staff"], title=f"{title}（見本）", kana=kana, form=form_of(code), partners=[cast[group]],
                department=cast[office], fiscal_year=year - years_ago, is_sample=True,
                form_key=uuid.uuid5(uuid.NAMESPACE_URL, f"sample:form:{code}"), **more,
            )  # fmt: skip


FORMS = (
    # form, title, kana, group, office, years ago, the rest
    (
        "committee", "春の駅前まつりの実行委員会", "はるのえきまえまつり", "hanabi_jikko", "kankyo_ka", 3,
        {"city_cost": 800_000, "people": 2400, "place": "駅前の広場", "only_record": True,
         "extra": {"city_part": "事務局と会場の準備", "share": 800_000}},
    ),
    (
        "nominal", "集会所の歌の会の後援", "しゅうかいじょのうたのかい", "kita_community", "joho_ka", 3,
        {"place": "片貝の集会所", "extra": {"in_name_of": ["市"], "fee": 300}},
    ),
    (
        "joint_host", "みんなで語る読書の会の共催", "みんなでかたるどくしょのかい", "roudoku", "koho_ka", 0,
        {"summary": "声に出して読み、感想を語りあう会です。", "place": "市の図書館", "extra": {"in_name_of": ["市"], "fee": 200}},
    ),
    (
        "commission", "やさしい日本語の講座の委託", "やさしいにほんごのこうざ", "tagengo", "shimin_ka", 0,
        {"summary": "窓口で使うやさしい日本語を、職員がいっしょに学びます。", "city_cost": 240_000},
    ),
)  # fmt: skip
