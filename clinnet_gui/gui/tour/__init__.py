"""The tour: drives the real window through the whole job and takes a picture of each screen.

    clinnet tour DIR [FILE --outcome COL [--event VALUE] [--id COL]]

It waits on the session's signals in an event loop, as the window does, and never sleeps.
"""
