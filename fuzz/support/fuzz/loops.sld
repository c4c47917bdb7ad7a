;;; What the programs of fuzz/loop_programs.py share: vectors made of what describes them, and calls with many lists of arguments.
;;; It is a library, so that native code of it is made once for many programs, and those consist of their loops alone.
(define-library (fuzz loops)
  (export try-all)
  (import (scheme base) (scheme write) (srfi 4) (tiercel conditions))
  (begin
    (define (filled store! vector n of)
      (do ((i 0 (+ i 1))) ((= i n) vector) (store! vector i (of i))))

    (define (made x)
      (if (and (pair? x) (symbol? (car x)))
          (let ((n (cadr x)))
            (case (car x)
              ((ramp) (filled f64vector-set! (make-f64vector n 0.) n (lambda (i) (- (* i 1.25) 2.))))
              ((mixed) (filled vector-set! (make-vector n 0) n (lambda (i) (if (odd? i) i (+ i .5)))))
              ((small) (filled vector-set! (make-vector n 0) n (lambda (i) (modulo (* i 7) 10))))
              ((bytes) (filled bytevector-u8-set! (make-bytevector n 0) n (lambda (i) (modulo (* i 7) 11))))
              ((special) (list->f64vector (list-copy n)))
              ((single) (make-f32vector n .5))
              ((words) (make-s64vector n 3))
              ((signed) (make-s8vector n -1))
              (else (vector n 'a 1.))))
          x))

    ;; Arguments are (v w u b n s x y); a w that is `v` is the same vector.  What the vectors hold is written when the call
    ;; has ended, with an error or without.
    (define (try-all name procedure . descriptions)
      (for-each
       (lambda (description)
         (let* ((all (map made description))
                (arguments (if (eq? (cadr all) 'v) (cons (car all) (cons (car all) (cddr all))) all)))
           (write name)
           (write-char #\space)
           (write (guard (e ((error-object? e) (list 'caught (condition-code e) (condition->string e)))) (apply procedure arguments)))
           (do ((left arguments (cdr left)) (i 0 (+ i 1)))
               ((= i 4))
             (write-char #\space)
             (write (car left)))
           (newline)))
       descriptions))))
