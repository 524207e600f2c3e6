"""What is kept from one start to the next, and beside other copies of the program."""
