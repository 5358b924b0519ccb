"""What runs commands on schedule, cron and systemd: texts for them, and how they are told.

Nothing but what carries this program's mark is ever changed or taken away.
"""
