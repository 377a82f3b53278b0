"""A lesson: what is made from its source, and how its grader is tested."""
