"""引継ぎ: who leaves hands what they know to who comes after, sheet by sheet."""
