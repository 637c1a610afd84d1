"""The local engine: reading, judging, crawling, serving."""
