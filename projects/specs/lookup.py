"""Which 形態の決めごと holds for a new year."""

from .models import ADOPTED, FormSpec


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
