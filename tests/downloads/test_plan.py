"""What of a job's documents becomes a transfer."""

from __future__ import annotations

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.downloads.fetchable import why_not_fetchable
from skop_desktop.downloads.plan import transfer_key, wanted_documents

LINK = "https://riverton.gov/a.pdf"


def document(**told: object) -> ExtractedDocument:
    return ExtractedDocument.model_validate({"name": "Minutes", "url": LINK} | told)


def test_a_link_listed_twice_is_one_transfer() -> None:
    documents = [document(), document(name="again"), document(url=f" {LINK} ")]
    (only,) = wanted_documents("job", documents)
    assert only.key == transfer_key("job", documents[2])
    assert only.name == "Minutes"


def test_what_the_service_told_goes_along() -> None:
    told = document(source_page="https://riverton.gov/", document_type="pdf", file_size_mb=1.5)
    (wanted,) = wanted_documents("job", [told], job_website="https://riverton.gov")
    assert (wanted.source_page, wanted.document_type) == ("https://riverton.gov/", "pdf")
    assert wanted.size == 1_500_000
    assert wanted.job_website == "https://riverton.gov"
    assert why_not_fetchable(wanted) is None


def test_documents_without_a_link_are_told_apart_and_say_why() -> None:
    documents = [document(url=None, name="a"), document(url="", name="b"), document(url="x:y")]
    wanted = wanted_documents("job", documents)
    assert [bool(why_not_fetchable(one)) for one in wanted] == [True, True, True]
    assert "sent no link" in str(why_not_fetchable(wanted[0]))
    assert len({one.key for one in wanted}) == 3


def test_a_document_without_a_name_is_called_by_its_link() -> None:
    documents = [document(name=None), document(name=" \u202e", url="")]
    assert [one.name for one in wanted_documents("job", documents)] == [
        "a.pdf",
        "A document without a name",
    ]
