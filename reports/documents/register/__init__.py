"""The public register: a Merkle log (RFC 6962) in which every issued document is one leaf."""
