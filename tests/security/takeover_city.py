"""The representative of the group has named who comes; somebody claims to be one of it; a helper's digits are out."""

from kyodo_portal.accounts.models import HelperCode
from partners.models import ClaimLetter, Registration, Takeover
from partners.registration.claim_actions import claim
from tests import build


def lay_out(who, samples):
    row = Takeover.objects.create(
        partner=who.group, way="mail", to_email="tsugi@example.jp", to_name="見本 次", starts_on=build.days(9), by=who.dantai,
        from_user=who.dantai, memo="見本の申し送り",
    )  # fmt: skip
    samples["partners.Takeover"] = row
    claimed = claim(partner=who.group, by=build.user("見本 名乗り"), form_key=build.uuid4())
    samples["partners.ClaimLetter"] = ClaimLetter.objects.create(
        registration=Registration.objects.get(pk=claimed.pk), code_hash="見本", by=who.jimukyoku, sent_on=build.days(0),
        expires_on=build.days(30),
    )  # fmt: skip
    samples["accounts.HelperCode"] = HelperCode.objects.create(
        about="registration:0", code_hash="見本", by=who.dantai, expires_at=build.timezone.now() + build.timedelta(hours=1)
    )
    page = f"/partners/{who.group.pk}/takeover/"
    return [page, f"/invite/member/{who.group.pk}/", f"/partners/claims/{claimed.pk}/", f"/partners/claims/{claimed.pk}/letter/"]
