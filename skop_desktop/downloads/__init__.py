"""From a list of documents to verified files on disk: plan, transfer, queue, ledger."""
