"""What the session runs in the background: generators from values to values, without Qt.

Each joins functions of the core into one piece of work; what is heavy is imported in them.
"""
