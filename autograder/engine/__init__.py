"""One submission: the processes that run and judge it, and what they say to each other."""
