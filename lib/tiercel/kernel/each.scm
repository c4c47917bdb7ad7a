;;; What the macro `each` does with a sequence that is no vector.

;; (%each visit sequence) calls visit with every element of a list, string or bytevector, with the (key . value) pairs of
;; a hash table as it was at the start, or with what a generator gives before its end-of-file object.  When visit answers
;; a list, its element is the value of the loop at once; it is nil otherwise.
(define (%each visit sequence)
  (cond ((pair? sequence)
         (let loop ((rest sequence))
           (if (pair? rest)
               (let ((answer (visit (car rest))))
                 (if answer
                     (car answer)
                     (loop (cdr rest))))
               (begin
                 (%check-list-end 'each 1 rest)
                 nil))))
        ((null? sequence) nil)
        ((string? sequence) (each-index visit string-ref sequence (string-length sequence)))
        ((bytevector? sequence) (each-index visit bytevector-u8-ref sequence (bytevector-length sequence)))
        ((hash-table? sequence) (%each visit (hash-table->alist sequence)))
        ((procedure? sequence)
         (let loop ()
           (let ((element (sequence)))
             (if (eof-object? element)
                 nil
                 (let ((answer (visit element)))
                   (if answer
                       (car answer)
                       (loop)))))))
        (else
         (%raise-type-error "each" "a list, vector, string, bytevector, hash table or generator" 1 sequence))))

(define (each-index visit ref sequence end)
  (let loop ((i 0))
    (if (< i end)
        (let ((answer (visit (ref sequence i))))
          (if answer
              (car answer)
              (loop (+ i 1))))
        nil)))
