;;; An error that does not exist.
;; command: explain unbound-varible
;; exit: 1
;; error-text: there is no error `unbound-varible`
;; error-text: did you mean 'unbound-variable'?
