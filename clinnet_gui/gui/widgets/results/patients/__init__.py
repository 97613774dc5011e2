"""What the Patients tab is made of: the table, contributions, similar patients, what if."""
