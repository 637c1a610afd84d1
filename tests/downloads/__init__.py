"""Downloads: names, reservations, transfers, queue, ledger, worker."""
