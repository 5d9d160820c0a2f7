"""What programs read, in a browser: the strict CSP lets JSON-LD stand, and a page of another site reads the data and nothing else."""

from tests.browser.conftest import assert_accessible

TELLS = "addEventListener('securitypolicyviolation', told => { (window.refused ||= []).push(told.violatedDirective) })"
READS = """async address => { try { return (await (await fetch(address)).text()).length } catch { return 'refused' } }"""


def test_a_strict_policy_refuses_nothing_of_a_page_with_linked_data(new_page):
    page = new_page()
    page.add_init_script(TELLS)
    for address in ("/", "/projects/", "/guidelines/ojiya/1/", "/open-data/", "/projects/calls/", "/partners/offers/"):
        page.goto(address)
        if address in ("/projects/", "/projects/calls/", "/partners/offers/"):
            with page.expect_navigation():
                page.locator("#results li a").first.click()
        said = page.evaluate("[...document.querySelectorAll('script')].map(one => JSON.parse(one.textContent)['@context'])")
        assert said == ["https://schema.org"] and page.evaluate("window.refused || []") == [], page.url


def test_the_documentation_of_the_data_can_be_read_by_everybody(new_page):
    page = new_page(360)
    page.goto("/open-data/#partners")
    page.locator("#partners summary").press("Enter")
    page.locator("#partners").get_by_text("name_kana").wait_for()
    assert_accessible(page)


def test_a_list_leads_to_its_data_narrowed_as_it_is(new_page):
    page = new_page(360, javascript=False)
    page.goto("/partners/?kind=group")
    with page.expect_download() as got:
        page.get_by_role("link", name="CSV").click()
    table = got.value.path().read_text(encoding="utf-8-sig")
    assert "/open-data/partners.csv?kind=group" in got.value.url and "NPO法人" in table and "市の部署" not in table


def test_a_page_of_another_site_reads_data_and_feeds_and_no_page(site, chromium):
    context = chromium.new_context(bypass_csp=True)  # the other site has a policy of its own
    page = context.new_page()
    page.goto(site.replace("127.0.0.1", "localhost") + "/policies/terms/")
    for address in ("/open-data/partners.csv", "/open-data/projects.json", "/open-data/offers.schema.json", "/feeds/news.atom"):
        assert page.evaluate(READS, site + address) != "refused", address
    for address in ("/", "/partners/", "/open-data/", "/search/?q=雪"):
        assert page.evaluate(READS, site + address) == "refused", address
    context.close()
