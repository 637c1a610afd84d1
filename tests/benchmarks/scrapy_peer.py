"""Scrapy as a peer: in an environment of its own, robots.txt obeyed, its queue on disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

VERSION: Final = "2.19.0"
_HOME: Final = Path(__file__).parents[2] / "build" / "peers" / f"scrapy-{VERSION}"
_PYTHON: Final = _HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
_DONE: Final = _HOME / "complete"
_SPIDER: Final = """
import json, os, re, sys, time
from urllib.parse import urldefrag
import scrapy
from scrapy.crawler import CrawlerProcess

FILES = re.compile(r"\\.(pdf|docx?|xlsx?|txt|svg|css)($|[?])|/documents/view[?]", re.I)
begun = {}

class Site(scrapy.Spider):
    name = "site"
    start_urls = [sys.argv[1] + "/"]
    allowed_domains = ["127.0.0.1"]
    found = set()
    pages = 0

    def parse(self, response):
        begun.setdefault("cpu", time.process_time())
        self.pages += 1
        for address in response.css("a::attr(href)").getall():
            url = urldefrag(response.urljoin(address)).url
            if FILES.search(url):
                self.found.add(url)
            elif url.startswith("http"):
                yield scrapy.Request(url)

    def closed(self, reason):
        memory = next(l for l in open("/proc/self/status") if l.startswith("VmHWM"))
        print(json.dumps({
            "pages": self.pages, "documents": len(self.found),
            "cpu": time.process_time() - begun["cpu"], "whole_cpu": time.process_time(),
            "peak": int(memory.split()[1]) / 1000,
        }), flush=True)

process = CrawlerProcess({
    "ROBOTSTXT_OBEY": True, "JOBDIR": sys.argv[2], "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16, "DOWNLOAD_DELAY": 0, "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False, "USER_AGENT": "benchmark",
})
process.crawl(Site)
process.start()
"""


@dataclass(frozen=True, slots=True)
class Crawl:
    """``cpu``: seconds from the first answer to the end. ``whole_cpu``: start included."""

    pages: int
    documents: int
    cpu: float
    whole_cpu: float
    peak: float


def require() -> None:
    """Installs Scrapy where it is missing (once); skips where that cannot be done."""
    if _DONE.exists():
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(_HOME)], check=True)
    installing = subprocess.run(
        [str(_PYTHON), "-m", "pip", "install", "-q", f"scrapy=={VERSION}"],
        check=False,
        capture_output=True,
        text=True,
    )
    if installing.returncode:
        pytest.skip(f"Scrapy {VERSION} could not be installed: {installing.stderr[-300:]}")
    _DONE.touch()


def crawl(address: str, folder: Path) -> Crawl:
    """Crawls the whole site; ``folder`` takes the spider and its queue."""
    folder.mkdir()
    spider = folder / "spider.py"
    spider.write_text(_SPIDER)
    run = subprocess.run(
        [str(_PYTHON), str(spider), address, str(folder / "queue")],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
    )
    return Crawl(**json.loads(run.stdout.splitlines()[-1]))
