"""What the public pages say of their thing in the words of schema.org. Public columns of public rows only, and nothing of persons."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.city import the_city
from kyodo_portal.common.privacy import PublicRow
from partners.models import Event, Partner, PartnerKind

LONG = 200  # characters of a description
SORTS = {
    PartnerKind.NPO: "NGO",
    PartnerKind.COMPANY: "LocalBusiness",
    PartnerKind.SCHOOL: "EducationalOrganization",
    PartnerKind.DEPARTMENT: "GovernmentOrganization",
}


def _address(name, *args):
    return f"{settings.KYODO_ORIGIN}{reverse(name, args=args)}"


def city():
    """The city as whoever speaks here: what its settings say."""
    told = the_city()
    return {
        "@type": "GovernmentOrganization",
        "@id": f"{settings.KYODO_ORIGIN}/#city",
        "name": told["name"],
        "identifier": told["code"],
        "url": f"{settings.KYODO_ORIGIN}/",
        "contactPoint": {
            "@type": "ContactPoint",
            "name": told["office"],
            "telephone": told["phone"],
            "faxNumber": told["fax"],
            "availableLanguage": "ja",
        },
        "address": told["address"],
    }


def site():
    """The site itself, and how it is searched."""
    told = the_city()
    return {
        "@type": "WebSite",
        "@id": f"{settings.KYODO_ORIGIN}/#site",
        "name": f"{told['name']} {told['site']}",
        "url": f"{settings.KYODO_ORIGIN}/",
        "inLanguage": "ja",
        "publisher": city(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{_address('search')}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def partner(row, profile):
    """A body of the directory; None of a person, whose page is no card of theirs, and of a page that is not public.

    profile: what its page shows (`profile_of`). One query for a body that only the ledger names.
    """
    if row.kind == PartnerKind.CITIZEN or not row.is_public:
        return None
    public = PublicRow(row)
    is_city = public.office in (Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)
    return {
        "@type": "GovernmentOrganization" if is_city else SORTS.get(public.kind, "Organization"),
        "@id": _address("partner", public.pk),
        "name": public.name,
        "description": public.pr,
        "url": _address("partner", public.pk),
        "sameAs": public.website,
        "identifier": public.corporate_number,
        "areaServed": profile.areas.split("、") if profile.areas else None,
        "parentOrganization": city() if is_city else None,
    }


def project(row, partners):
    """An entry of the ledger with who takes part; None of one that is not public. partners: those whom its page names. No query."""
    if not row.is_published:
        return None
    public = PublicRow(row)
    named = [one for one in partners if one.kind != PartnerKind.CITIZEN and one.is_named]
    return {
        "@type": "Project",
        "@id": _address("project", public.pk),
        "name": public.title,
        "description": public.summary,
        "identifier": public.number,
        "url": _address("project", public.pk),
        "member": [{"@type": "Organization", "name": one.name} for one in named],
    }


def call(row):
    """A call for proposals: what the city seeks, from when until when; None before it is announced. No query."""
    if not row.is_announced:
        return None
    public = PublicRow(row)
    return {
        "@type": "Demand",
        "@id": _address("call", public.pk),
        "name": public.title,
        "description": public.summary,
        "url": _address("call", public.pk),
        "availabilityStarts": timezone.localtime(public.opens_at).isoformat(),
        "availabilityEnds": timezone.localtime(public.withdrawn_at or public.closes_at).isoformat(),
        "eligibleCustomerType": public.eligibility,
        "seller": city(),
    }


def offer(row):
    """What a body gives (Offer) or seeks (Demand); None of what is over. No query beside the body."""
    if not row.is_live or row.partner.kind == PartnerKind.CITIZEN or not row.partner.is_named:
        return None
    public = PublicRow(row)
    return {
        "@type": "Offer" if public.side == "give" else "Demand",
        "@id": _address("offer", public.pk),
        "name": public.title,
        "description": public.text,
        "url": _address("offer", public.pk),
        "category": public.get_kind_display(),
        "availabilityStarts": public.since.isoformat(),
        "availabilityEnds": public.until and public.until.isoformat(),
        "offeredBy" if public.side == "give" else "seller": {
            "@type": "Organization",
            "@id": _address("partner", public.partner.pk),
            "name": public.partner.name,
        },
    }


def event(row):
    """An event with its place and its host; None of a draft. One query."""
    if not Event.objects.open_to_all().filter(pk=row.pk).exists():
        return None
    public = PublicRow(row)
    return {
        "@type": "Event",
        "@id": _address("event", public.pk),
        "name": public.title,
        "description": public.text,
        "url": _address("event", public.pk),
        "startDate": timezone.localtime(public.starts_at).isoformat(),
        "endDate": timezone.localtime(public.ends_at).isoformat(),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if public.cancelled_at else 'Scheduled'}",
        "location": {"@type": "Place", "name": public.place, "address": public.address or public.place},
        "organizer": None
        if public.host.kind == PartnerKind.CITIZEN
        else {"@type": "Organization", "@id": _address("partner", public.host.pk), "name": public.host.name},
    }


def committee(row):
    """A committee that the city shows; None of another one."""
    if not row.is_public:
        return None
    public = PublicRow(row)
    return {
        "@type": "GovernmentOrganization",
        "name": public.name,
        "description": public.purpose,
        "url": _address("committee", public.pk),
    }


def meeting(row):
    """A committee's meeting that everybody reads of; None of another one, and of one that was cancelled. No query beside its committee."""
    if not row.is_public or row.cancelled:
        return None
    begins, ends = row.begins_at or row.on, row.ends_at
    return {
        "@type": "Event",
        "name": row.full_title,
        "description": " ".join(row.agenda.split())[:LONG],
        "url": f"{settings.KYODO_ORIGIN}{row.get_absolute_url()}",
        "inLanguage": "ja",
        "startDate": begins.isoformat(),
        "endDate": ends and ends.isoformat(),
        "location": {"@type": "Place", "name": row.place} if row.place else None,
        "organizer": {"@type": "Organization", "name": row.committee.name},
    }


def guideline(row):
    """A document of the library; None of a draft. No query beside its municipality."""
    if not row.is_published:
        return None
    public = PublicRow(row)
    return {
        "@type": "Book",
        "@id": _address("guideline", public.slug),
        "name": public.title,
        "description": public.summary,
        "url": _address("guideline", public.slug),
        "inLanguage": "ja",
        "datePublished": f"{public.year}-{public.month:02}" if public.month else public.year and str(public.year),
        "author": {"@type": "GovernmentOrganization", "name": public.issuer or public.municipality.name},
    }


def chapter(row, book):
    """A chapter of a document. book: its Guideline."""
    if (of := guideline(book)) is None:
        return None
    public = PublicRow(row)
    return {
        "@type": "Chapter",
        "@id": _address("guideline-chapter", book.slug, public.number),
        "name": public.title,
        "position": public.number,
        "abstract": public.lead,
        "url": _address("guideline-chapter", book.slug, public.number),
        "inLanguage": "ja",
        "isPartOf": of,
    }


def term(rows):
    """One word with what each published document means by it. rows: its Terms, the own city's first."""
    public = [PublicRow(row) for row in rows if row.guideline.is_published]
    if not public:
        return None
    return {
        "@type": "DefinedTerm",
        "@id": _address("guideline-term", public[0].key),
        "name": public[0].title,
        "alternateName": public[0].kana,
        "url": _address("guideline-term", public[0].key),
        "inDefinedTermSet": _address("guideline-terms"),
    }


def catalog(lists):
    """The open data as a catalog of data sets with their downloads. lists: [OpenList]."""
    told, place = the_city(), _address("open-data")
    return {
        "@type": "DataCatalog",
        "@id": place,
        "name": f"{told['name']} {told['site']} オープンデータ",
        "url": place,
        "license": told["licence_url"],
        "publisher": city(),
        "dataset": [
            {
                "@type": "Dataset",
                "@id": f"{place}#{row.name}",
                "name": f"{told['name']} {row.title}",
                "description": row.about,
                "url": f"{place}#{row.name}",
                "license": told["licence_url"],
                "isAccessibleForFree": True,
                "creator": {"@id": f"{settings.KYODO_ORIGIN}/#city"},
                "distribution": [
                    {
                        "@type": "DataDownload",
                        "encodingFormat": media,
                        "contentUrl": _address("open-data-file", row.name, kind),
                    }
                    for kind, media in (("csv", "text/csv"), ("json", "application/json"))
                ],
            }
            for row in lists
        ],
    }
