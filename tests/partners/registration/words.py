"""What a person types into the registration, page by page."""

from partners.directory.schema import CONSENTS

ABOUT = {
    "name": "NPO法人 わかば見守りの会", "kana": "わかばみまもりのかい", "kind": "npo", "corporate_number": "", "established": "2015年4月",
    "members_count": "約２４世帯", "purpose": "ひとり暮らしの高齢者の孤立をふせぎます。",
}  # fmt: skip
ACTIVITY = {
    "activities": "週に1回、声かけをしています。", "schedule": "毎週火曜日", "fields": ["1", "3"], "areas": ["1"], "pr": "ちょっとした困りごと、聞きます。",
    "website": "https://example.jp/",
}  # fmt: skip
CONTACT = {
    "representative": "髙﨑 𠮷子", "contact_name": "見本 花子", "postal_code": "９４７－００９９", "address": "見本町1-2-3",
    "phone": "０２５８－８３－００００", "fax": "", "email": "WAKABA@example.jp", **dict.fromkeys(CONSENTS, "no"), "publish_phone": "yes",
}  # fmt: skip
PLEDGE = {"pledge_aims": "on", "pledge_safe": "on", "pledge_true": "on", "pledge_privacy": "on"}
PRIVATE = ("髙﨑", "見本 花子", "見本町1-2-3", "947-0099", "wakaba@example.jp")


def opened(row, page):
    """The token that the page of this draft carries now."""
    from partners.models import Registration
    from partners.registration.actions import etag_of_page

    return {"etag": etag_of_page(Registration.objects.get(pk=row.pk), page)}


def pages():
    """{page: what is typed there}, with the keys of rows that stand in the database."""
    from partners.directory.reference import load_reference
    from partners.models import Area, Field

    load_reference()
    activity = {
        **ACTIVITY,
        "fields": [Field.objects.get(number=n).pk for n in (1, 3)],
        "areas": [Area.objects.get(name="岩沢").pk],
    }
    return {"about": ABOUT, "activity": activity, "contact": CONTACT, "pledge": PLEDGE}
