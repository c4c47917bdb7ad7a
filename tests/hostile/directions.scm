;;; "Trojan source": `check` warns of characters that change the direction of text, and shows them.
;; command: check $DIR/support/directions.scm
;; exit: 0
;; error-text: support/directions.scm:2:22: warning[T1018]
;; error-text: \x202E; harmless \x2066;
;; error-text: 0 errors, 2 warnings
