"""Lists out: papers in sections as Markdown, HTML and org, and the same files in again."""
