"""The objects of the Skop contract.

Field names, bounds and defaults: "Get Job Results" (the published page) and ``contract.md``. The
client reads with these models and the local engine answers with them. Reading is tolerant: unknown
fields are left aside, ``null`` and nonsense in an optional field become ``None``, and only what is
required and absent is an error. Extensions of the local engine are optional fields that stay out of
the published schema, because the hosted service may not send them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, Self, cast
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StrictBool,
    TypeAdapter,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue, SkipJsonSchema
from pydantic_core import CoreSchema
from pydantic_core.core_schema import definition_reference_schema, definitions_schema

from skop_desktop.api.job_id import PATTERN
from skop_desktop.api.links import LONGEST_LINK, link_trouble
from skop_desktop.api.oddities import LARGEST_FILE_MB, oddities_of
from skop_desktop.api.tolerant import (
    Address,
    Count,
    Moment,
    NullableAddress,
    NullableText,
    Number,
    NumberOnly,
    Percent,
    Share,
    Text,
    Texts,
    WholeOnly,
    YesNo,
    list_of_mappings,
    mapping,
    number_between,
    text,
)

JobId = Annotated[str, Field(pattern=PATTERN)]

AGENTS: Final = ("coordinator", "navigator", "scraper")
"""The three agents, in the order in which they work."""

SHORTEST_PROMPT: Final = 10
LONGEST_PROMPT: Final = 500


class _Contract(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class JobStatus(StrEnum):
    """Current status of the job"""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class _DescribedAsJobStatus:
    """Reads any word, describes itself as the contract's: a new word must not break an old app."""

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        # Under a name of its own, as the published page has it, instead of written out each time.
        name = f"{JobStatus.__module__}.{JobStatus.__qualname__}:{id(JobStatus)}"
        words = cast("CoreSchema", {**TypeAdapter(JobStatus).core_schema, "ref": name})
        return handler(definitions_schema(definition_reference_schema(name), [words]))


StatusWord = Annotated[
    str,
    BeforeValidator(lambda v: text(v) if isinstance(v, str) else v),
    _DescribedAsJobStatus(),
]
ENDED: Final = frozenset({JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED})


class ScrapeParameters(_Contract):
    """How a job is to be run; defaults and bounds of the contract."""

    single_page: StrictBool = Field(
        default=False, description="Only scrape the provided URL, don't navigate to other pages"
    )
    timeout: WholeOnly = Field(1800, ge=60, le=3600, description="Job timeout in seconds (60-3600)")
    confidence_threshold: NumberOnly = Field(
        0.1, ge=0, le=1, description="Minimum AI confidence score for document relevance (0.0-1.0)"
    )
    file_type: Literal["document"] = Field("document", description="Type of files to extract")
    max_file_size_mb: WholeOnly = Field(
        100, ge=1, le=500, description="Maximum file size to download in MB (1-500)"
    )


def _parameters(value: object) -> Mapping[str, Any]:
    """What can be used of the parameters a job was started with; the rest takes its default."""
    sent = mapping(value)
    readers = {
        "single_page": lambda v: v if isinstance(v, bool) else None,
        "timeout": number_between(60, 3600),
        "confidence_threshold": number_between(0, 1),
        "max_file_size_mb": number_between(1, 500),
    }
    read = {name: reader(sent[name]) for name, reader in readers.items() if name in sent}
    kept = {name: value for name, value in read.items() if value is not None}
    for whole in ("timeout", "max_file_size_mb"):
        if whole in kept:
            kept[whole] = int(kept[whole])
    return kept


SentParameters = Annotated[
    ScrapeParameters,
    BeforeValidator(lambda v: v if isinstance(v, ScrapeParameters) else _parameters(v)),
]


class CreateJobRequest(_Contract):
    """Body of ``POST /scrape/``."""

    website: str = Field(max_length=LONGEST_LINK, json_schema_extra={"format": "uri"})
    prompt: str = Field(min_length=SHORTEST_PROMPT, max_length=LONGEST_PROMPT)
    parameters: ScrapeParameters = Field(default_factory=ScrapeParameters)

    @model_validator(mode="after")
    def _website_is_on_the_web(self) -> Self:
        try:
            parts = urlsplit(self.website)
            # Reading the port raises where it is none.
            usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise ValueError("website must be an http or https address")
        return self


class CreateJobResponse(_Contract):
    """Answer to ``POST /scrape/`` (201)."""

    job_id: JobId
    status: StatusWord
    message: Text = None
    estimated_completion: Moment = None
    created_at: Moment = None


class JobError(_Contract):
    """One thing that went wrong while the job ran."""

    error_id: Text = Field(None, description="Unique error identifier")
    agent_name: Text = Field(None, description="Name of the agent that encountered the error")
    error_type: Text = Field(None, description="Category of error")
    error_message: Text = Field(None, description="Human-readable error description")
    page_url: NullableAddress = Field(None, description="URL where error occurred (if applicable)")
    timestamp: Moment = Field(None, description="ISO 8601 error timestamp")
    is_recoverable: YesNo = Field(
        None, description="Whether the error could potentially be recovered from"
    )


def _errors(value: object) -> list[Any]:
    """Errors as objects; a bare text, as old answers have it, becomes its message."""
    if not isinstance(value, list | tuple):
        return []
    told = [{"error_message": entry} if isinstance(entry, str) else entry for entry in value]
    return list_of_mappings(told)


JobErrors = Annotated[tuple[JobError, ...], BeforeValidator(_errors)]


class JobStatusResponse(_Contract):
    """Answer to ``GET /scrape/status/{job_id}``."""

    job_id: JobId
    status: StatusWord
    message: Text = None
    progress: Percent = None
    created_at: Moment = None
    started_at: Moment = None
    completed_at: Moment = None
    estimated_completion: Moment = None
    current_agent: NullableText = None
    agents_completed: Texts = ()
    total_pages_crawled: Count = None
    total_documents_found: Count = None
    is_active: YesNo = None
    has_errors: YesNo = None
    errors: JobErrors = ()
    warnings: Texts = ()
    has_partial_results: SkipJsonSchema[YesNo] = None
    """Extension: the results call answers while the job still runs."""
    website: SkipJsonSchema[Text] = None
    """Extension: the website of the job, so that a follower can name it before it has ended."""
    prompt: SkipJsonSchema[Text] = None
    """Extension: what was asked for."""
    understood: SkipJsonSchema[Text] = None
    """Extension: how the engine reads what was asked for, "Minutes · 2024 · Board of Education"."""
    oddities: SkipJsonSchema[tuple[str, ...]] = Field((), exclude=True)
    """What was wrong with the answer as a whole, in plain words."""

    @property
    def is_ended(self) -> bool:
        """Whether nothing more will come. A word nobody has seen runs while ``is_active`` does."""
        return self.status in ENDED or self.is_active is False


class ExtractedDocument(_Contract):
    """One document that was found."""

    name: Text = Field(None, description="Human-readable document name")
    url: Address = Field(None, description="Direct URL to the document file")
    source_page: Address = Field(None, description="Web page where document was found")
    document_type: Text = Field(None, description="File type (pdf, doc, docx, txt, etc.)")
    confidence_score: Share = Field(None, description="AI confidence score for relevance (0.0-1.0)")
    file_size_mb: Number = Field(None, description="File size in megabytes")
    extracted_at: Moment = Field(None, description="ISO 8601 extraction timestamp")
    reasons: SkipJsonSchema[Texts] = ()
    """Extension: why the score is what it is, a few words each."""
    kept_file: SkipJsonSchema[Text] = None
    """Extension of the local engine: where on this computer it keeps the bytes it has read."""
    oddities: SkipJsonSchema[tuple[str, ...]] = Field((), exclude=True)
    """What was wrong with this document as it was sent, in plain words."""

    @model_validator(mode="before")
    @classmethod
    def _note_oddities(cls, sent: object) -> object:
        if not isinstance(sent, Mapping):
            return sent
        return {**sent, "oddities": tuple(oddities_of(sent))}

    @property
    def has_usable_link(self) -> bool:
        """Whether ``url`` is a web address that can be asked for."""
        return link_trouble(self.url) is None

    @property
    def size_bytes(self) -> int | None:
        """``file_size_mb`` in bytes (1 MB is 1,000,000), where a usable size was sent."""
        megabytes = self.file_size_mb
        if megabytes is None or not 0 <= megabytes <= LARGEST_FILE_MB:
            return None
        return round(megabytes * 1_000_000)


Documents = Annotated[tuple[ExtractedDocument, ...], BeforeValidator(list_of_mappings)]


class JobMetadata(_Contract):
    """What the job was asked and when it ran."""

    job_id: Text = Field(None, description="Job identifier", json_schema_extra={"pattern": PATTERN})
    created_at: Moment = Field(None, description="ISO 8601 job creation timestamp")
    completed_at: Moment = Field(None, description="ISO 8601 job completion timestamp")
    original_website: Address = Field(None, description="Original website URL provided")
    original_prompt: Text = Field(None, description="Original prompt provided")
    parameters: SentParameters = Field(default_factory=ScrapeParameters)
    started_at: SkipJsonSchema[Moment] = None
    estimated_completion: SkipJsonSchema[Moment] = None
    current_agent: SkipJsonSchema[NullableText] = None
    agents_completed: SkipJsonSchema[Texts] = ()
    total_pages_crawled: SkipJsonSchema[Count] = None
    total_documents_found: SkipJsonSchema[Count] = None
    final_status: SkipJsonSchema[Text] = None
    understood: SkipJsonSchema[Text] = None


SentMetadata = Annotated[
    JobMetadata, BeforeValidator(lambda v: v if isinstance(v, JobMetadata) else mapping(v))
]


class JobResultsResponse(_Contract):
    """Answer to ``GET /scrape/results/{job_id}``."""

    job_id: JobId = Field(description="Job identifier")
    status: StatusWord
    message: Text = Field(None, description="Summary message with document count")
    documents: Documents = Field(description="Array of extracted document objects")
    metadata: SentMetadata = Field(default_factory=JobMetadata)
    total_documents_found: Count = Field(None, description="Total documents discovered")
    total_documents_downloaded: Count = Field(None, description="Successfully downloaded documents")
    total_pages_crawled: Count = Field(None, description="Pages processed during scraping")
    success_rate: Share = Field(None, description="Success rate (0.0-1.0)")
    cost: Number = Field(None, description="Total cost in USD for this job")
    total_runtime_seconds: Number = Field(None, description="Job execution time in seconds")
    runtime_minutes: Number = Field(None, description="Job execution time in minutes")
    has_errors: YesNo = Field(None, description="Whether any errors occurred")
    errors: JobErrors = Field((), description="List of error objects (if any)")
    warnings: Texts = Field((), description="List of warning messages (if any)")
    is_partial: SkipJsonSchema[YesNo] = None
    """Extension: the job still runs and more documents may come."""
    oddities: SkipJsonSchema[tuple[str, ...]] = Field((), exclude=True)
    """What was wrong with the answer as a whole, in plain words."""


class CancelJobResponse(_Contract):
    """Answer to ``DELETE /scrape/{job_id}``."""

    message: Text = None
    status: Annotated[str, BeforeValidator(lambda v: text(v) or JobStatus.CANCELLED.value)] = (
        JobStatus.CANCELLED.value
    )


class HealthResponse(_Contract):
    """Answer to ``GET /health/``: ``healthy``, ``degraded`` or ``unhealthy``."""

    status: Text = None


class ErrorResponse(_Contract):
    """An error in the first of the contract's two shapes."""

    error: bool = Field(
        # A factory, because the published page shows no default.
        default_factory=lambda: True,
        description="Indicates this is an error response",
        examples=[True],
    )
    message: Text = Field(None, description="Human-readable error message")
    status_code: Count = Field(None, description="HTTP status code")
    path: Text = Field(None, description="API path that generated the error")
    timestamp: Moment = Field(None, description="ISO 8601 error timestamp")
