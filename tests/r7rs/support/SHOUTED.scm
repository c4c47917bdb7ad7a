(define FOUR-SHOUTED 4)
(define Five-Shouted 5)
