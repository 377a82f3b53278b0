"""What leaves the course: bundles for students, packages for other autograders."""
