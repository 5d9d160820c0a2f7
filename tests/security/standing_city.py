"""dantai's group is written to, for its notices reach nobody: who reads what the letter says, and where it goes."""

from partners.models import Errand


def lay_out(who, samples):
    samples["partners.Errand"] = Errand.objects.create(
        partner=who.group, event="test", what="更新の案内", body="続けるときは知らせてください。", about="/partners/"
    )
    return ["/staff/errands/", "/staff/errands/enter/", "/staff/registrations/renewals/", "/staff/registrations/file/"]
