"""A network on patients from elsewhere: who they are, how it does on them, how it could be updated."""
