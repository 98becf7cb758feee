"""What the claims about speed and accuracy are measured with, against other libraries in the same run: `make bench`."""
