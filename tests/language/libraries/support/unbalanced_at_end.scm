(set! seen (cons 'third seen))
(set! seen (cons 'never seen)
