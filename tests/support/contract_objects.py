"""Objects of the contract as the hosted service sends them, to be changed field by field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_RUNNING_PROMPT = "Find all board meeting minutes from 2024"


def status_json(job_id: str, status: str = "in_progress", **changes: object) -> dict[str, Any]:
    """Body of ``GET /scrape/status/{job_id}``."""
    ended = status in {"completed", "failed", "cancelled"}
    started = status != "pending"
    return {
        "job_id": job_id,
        "status": status,
        "message": f"Job is {status.replace('_', ' ')}.",
        "progress": None,
        "created_at": "2024-01-15T10:00:00Z",
        "started_at": "2024-01-15T10:01:00Z" if started else None,
        "completed_at": "2024-01-15T10:28:00Z" if ended else None,
        "estimated_completion": "2024-01-15T10:30:00Z",
        "current_agent": "navigator" if started and not ended else None,
        "agents_completed": ["coordinator", "navigator", "scraper"] if ended else [],
        "total_pages_crawled": 4 if started else 0,
        "total_documents_found": 15 if started else 0,
        "is_active": not ended,
        "has_errors": False,
        "errors": [],
        "warnings": [],
    } | changes


def document_json(n: int, **changes: object) -> dict[str, Any]:
    """Document number ``n`` of a results body."""
    return {
        "name": f"Board Meeting Minutes - {n}",
        "url": f"https://example.com/docs/minutes-{n}.pdf",
        "source_page": "https://example.com/meetings",
        "document_type": "pdf",
        "confidence_score": 0.95,
        "file_size_mb": 2.3,
        "extracted_at": "2024-01-15T10:25:00Z",
    } | changes


def job_error_json(n: int, **changes: object) -> dict[str, Any]:
    """Entry ``n`` of a list of errors."""
    return {
        "error_id": f"err_{n}",
        "agent_name": "scraper",
        "error_type": "timeout",
        "error_message": f"Page {n} did not answer within 30 seconds",
        "page_url": f"https://example.com/page-{n}",
        "timestamp": "2024-01-15T10:20:00Z",
        "is_recoverable": True,
    } | changes


def results_json(
    job_id: str, documents: Sequence[object] | None = None, **changes: object
) -> dict[str, Any]:
    """Body of ``GET /scrape/results/{job_id}``; two documents unless told otherwise."""
    found = [document_json(1), document_json(2)] if documents is None else list(documents)
    return {
        "job_id": job_id,
        "status": "completed",
        "message": f"Job completed successfully. Found {len(found)} document(s).",
        "documents": found,
        "metadata": {
            "job_id": job_id,
            "created_at": "2024-01-15T10:00:00Z",
            "started_at": "2024-01-15T10:01:00Z",
            "completed_at": "2024-01-15T10:28:00Z",
            "estimated_completion": "2024-01-15T10:30:00Z",
            "original_website": "https://example.com",
            "original_prompt": _RUNNING_PROMPT,
            "parameters": {"single_page": False, "timeout": 1800, "confidence_threshold": 0.7},
            "current_agent": None,
            "agents_completed": ["coordinator", "navigator", "scraper"],
            "total_pages_crawled": 4,
            "total_documents_found": len(found),
            "errors": [],
            "warnings": [],
            "final_status": "completed",
        },
        "total_documents_found": len(found),
        "total_documents_downloaded": len(found),
        "total_pages_crawled": 4,
        "success_rate": 1.0,
        "cost": 2.16,
        "total_runtime_seconds": 1680,
        "runtime_minutes": 28.0,
        "errors": [],
        "warnings": [],
        "has_errors": False,
    } | changes


def created_json(job_id: str, **changes: object) -> dict[str, Any]:
    """Body of the 201 to ``POST /scrape/``."""
    return {
        "job_id": job_id,
        "status": "pending",
        "message": "Job created.",
        "estimated_completion": "2024-01-15T10:30:00Z",
        "created_at": "2024-01-15T10:00:00Z",
    } | changes


def error_json(
    status_code: int, message: str, path: str = "/", **changes: object
) -> dict[str, Any]:
    """An error body in the first of the contract's two shapes."""
    return {
        "error": True,
        "message": message,
        "status_code": status_code,
        "path": path,
        "timestamp": "2024-01-15T10:00:00Z",
    } | changes


def named_error_json(error: str, message: str, **changes: object) -> dict[str, Any]:
    """An error body in the second shape: ``insufficient_credits`` and its like."""
    return {"error": error, "message": message, "suggested_action": "", **changes}
