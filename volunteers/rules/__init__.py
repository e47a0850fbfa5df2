"""What the law and local policy ask of people and groups: pure functions over frozen facts."""
