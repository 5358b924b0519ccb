"""The library full-screen, with Textual; loaded by ``readlist ui`` alone."""
