"""The common kinds are laid once; what a city settled stays."""

from django.db import transaction

from kyodo_portal.common.own_words import own_words_in

from .models import EvaluationSet, FormField, FormSpec, Ground, PaperAsk
from .seeds import APPLIED_FOR, DISPOSITIONS, SEEDS, SETS


def evaluation_set(code):
    """The first version of one of the two sets that every city has; made where it is not there yet."""
    name, talk = SETS[code]
    return EvaluationSet.objects.get_or_create(code=code, version=1, defaults={"name": name, "talk": talk})[0]


@transaction.atomic
def settle_specs():
    """Lay what a common kind begins with, where nothing was ever settled for it. One query where all are there."""
    known = set(FormSpec.objects.filter(form=None).values_list("code", flat=True))
    for code, seed in SEEDS.items():
        if code not in known:
            _lay(code, own_words_in(seed))


def _lay(code, seed):
    apply_days, answer_days, report, report_days = seed.days or (None, None, FormSpec.Report.NEVER, None)
    spec = FormSpec.objects.create(
        code=code,
        state=FormSpec.State.IN_USE,
        way=seed.way,
        evaluation=evaluation_set(seed.evaluation) if seed.evaluation else None,
        counted=seed.counted,
        takes_applications=code in APPLIED_FOR,
        apply_days=apply_days,
        answer_days=answer_days,
        report=report,
        report_days=report_days,
        is_disposition=code in DISPOSITIONS,
    )
    FormField.objects.bulk_create(
        FormField(
            spec=spec, key=key, label=label, kind=kind, asked=asked, public="P" in marks, in_table="T" in marks, options=options,
            order=order,
        )
        for order, (key, label, kind, asked, marks, options) in enumerate(seed.fields)
    )  # fmt: skip
    PaperAsk.objects.bulk_create(
        PaperAsk(spec=spec, kind=kind, label=label, asked=asked, required="O" not in marks, only_if_fee="F" in marks, order=order)
        for order, (kind, label, asked, marks) in enumerate(seed.papers)
    )
    Ground.objects.bulk_create(
        Ground(spec=spec, text=text, for_decline=bool(no), for_revoke=bool(back), order=order)
        for order, (text, no, back) in enumerate(seed.grounds)
    )
