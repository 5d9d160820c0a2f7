"""`make test-cluster`: the portal on several machines, all of them on loopback ports of this one."""
