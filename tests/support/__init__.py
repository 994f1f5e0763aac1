"""What several tests share: projects to build, servers to ask, links to follow."""
