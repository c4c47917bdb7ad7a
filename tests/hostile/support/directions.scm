(import (scheme base) (scheme write))
(define admin? #f) ; ‮ harmless ⁦
(display (if admin? "yes" "⁧no"))
(newline)
