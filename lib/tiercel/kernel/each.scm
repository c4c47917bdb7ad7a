;;; What the macro `each` does with a sequence that is no vector.

;; (%each visit sequence) calls visit with every element of a list, string or bytevector, or with the (key . value)
;; pairs of a hash table as it was at the start.
(define (%each visit sequence)
  (cond ((pair? sequence)
         (let loop ((rest sequence))
           (if (pair? rest)
               (begin
                 (visit (car rest))
                 (loop (cdr rest)))
               nil)))
        ((null? sequence) nil)
        ((string? sequence) (string-for-each visit sequence) nil)
        ((hash-table? sequence) (%each visit (hash-table->alist sequence)))
        ((bytevector? sequence)
         (let loop ((i 0))
           (if (< i (bytevector-length sequence))
               (begin
                 (visit (bytevector-u8-ref sequence i))
                 (loop (+ i 1)))
               nil)))
        (else (error "each: expected a list, vector, string, bytevector or hash table, found:" sequence))))
