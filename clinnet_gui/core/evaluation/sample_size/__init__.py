"""How many patients it takes to develop a model of risks, and to validate one."""
