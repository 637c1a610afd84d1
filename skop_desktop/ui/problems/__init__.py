"""What went wrong in a job, and the tabs under the documents."""
