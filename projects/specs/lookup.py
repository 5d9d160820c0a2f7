"""Which 形態の決めごと holds for a new year."""

from django.db.models import Q

from .models import ADOPTED, GRANTED, Asked, FormField, FormSpec


def spec_in_use(form):
    """The FormSpec by which a new year of this form begins: the form's own, otherwise that of its common kind. One query.

    FormSpec.DoesNotExist where neither is there: `settle_specs` lays the common kinds after every migrate.
    """
    spec = FormSpec.objects.in_use().for_form(form).first()
    if spec is None:
        raise FormSpec.DoesNotExist(f"「{form.title}」の決めごとがありません。")
    return spec


def spec_of_adopted():
    """The FormSpec of what came out of an adopted proposal, whatever its form. One query."""
    return FormSpec.objects.in_use().select_related("evaluation").get(form=None, code=ADOPTED)


def spec_of_granted():
    """The FormSpec by which the year of a decided grant goes, whatever its form. One query."""
    return FormSpec.objects.in_use().select_related("evaluation").get(form=None, code=GRANTED)


def asked_of_offices(forms):
    """{key of the form: [FormField]} of what a year's table asks of these forms besides the columns: what is asked when a matter is
    entered, and what stands in tables. By the 形態の決めごと in use. Two queries."""
    own, common = {}, {}
    for spec in FormSpec.objects.in_use().only("form_id", "code"):
        (common if spec.form_id is None else own)[spec.form_id or spec.code] = spec.pk
    spec_of = {form.pk: own.get(form.pk) or common.get(form.code) for form in forms}
    asked = {}
    rows = FormField.objects.filter(Q(in_table=True) | Q(asked=Asked.ENTER), spec__in=set(spec_of.values()) - {None})
    for row in rows.order_by("order", "pk"):
        asked.setdefault(row.spec_id, []).append(row)
    return {form: asked[spec] for form, spec in spec_of.items() if spec in asked}
