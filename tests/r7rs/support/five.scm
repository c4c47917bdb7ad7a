(define five 'five)
