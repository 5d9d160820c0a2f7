"""Pictures drawn by the server: inline SVG, with words beside each of them."""
