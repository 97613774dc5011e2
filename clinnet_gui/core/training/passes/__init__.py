"""Forward and backward written out by hand for the one kind of network there is, bit for bit autograd's."""
