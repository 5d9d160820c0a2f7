"""Of a body what its rule asks and not everybody reads, and what the portal and the secretariat said to its conditions."""

from partners.models import Partner, Registration, RegistrationCheck, RuleField
from partners.rules.models import rule_in_force


def lay_out(who, samples):
    """[address] of the pages that tell of it; the group's own answers carry the planted words."""
    rule = rule_in_force("neighbourhood")
    RuleField.objects.create(rule=rule, key="inside", label="会の中のこと", public="never")
    Partner.objects.filter(pk=who.group.pk).update(rule=rule)
    sent = Registration.objects.get(pk=samples["partners.Registration"].pk)
    samples["partners.RegistrationCheck"] = RegistrationCheck.objects.create(
        registration=sent, code="open", label="だれでも加入できる", machine="unknown"
    )
    page = f"/admin/partners/registrationrule/{rule.pk}"
    return [f"/admin/partners/registration/{sent.pk}/checks/", f"{page}/change/", f"{page}/version/", f"{page}/use/"]
