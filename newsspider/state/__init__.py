"""What a crawl knows and keeps: addresses, hosts, articles."""
