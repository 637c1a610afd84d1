"""The makers of the sample website: facts, prose, documents, pages."""
