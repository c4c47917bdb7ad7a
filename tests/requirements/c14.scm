;;; C14.
;; proves: C14
(define (show x) (write x) (newline))
(show (cond ((< 1 2) 'yes) (t 'no)))                        ;; => yes
(show (cond ((> 1 2) 'yes) (t 'no)))                        ;; => no
(show (cond ((= 1 2) 'a) ((= 2 2) 'b) (t 'c)))              ;; => b
(show (cond ((= 1 2) 'a)))                                  ;; => nil
