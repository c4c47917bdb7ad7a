;;; The native stages need the native tier's compiler.
;; command: --tier=interp dump --stage=llvm $FILE
;; error T4008
;; error-text: there is no native code to show: tier 1 alone was asked for
1
