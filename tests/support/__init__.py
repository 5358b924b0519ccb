"""What the tests of several rooms share: paths, the program, servers, samples, strategies."""
