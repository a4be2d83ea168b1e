"""Weekly reports: numbers frozen with a digest, told in sentences, edited and signed by people. Never sends itself."""
