"""Files to the model: bytes to text, YAML and Markdown to nodes with places, nodes to facts."""
