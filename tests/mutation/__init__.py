"""How many wrong versions of the core the tests tell from the right one."""
