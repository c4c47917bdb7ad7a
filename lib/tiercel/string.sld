;;; (tiercel string): searching, splitting, joining, and text of any object.
(define-library (tiercel string)
  (import (tiercel primitives))
  (export
    string-null? string-index string-search string-contains string-prefix? string-suffix?
    string-join string-split string-trim string-reverse symbol-append
    write-to-string display-to-string))
