"""The site engine: its configuration, its run, a rebuild for each save, our HTML blocks past its Markdown."""
