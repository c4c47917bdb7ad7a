;;; (tiercel weak): weak pairs, ephemerons, guardians.
(define-library (tiercel weak)
  (import (tiercel primitives))
  (export
    ephemeron-broken? ephemeron-datum ephemeron-key ephemeron? guardian-next! guardian-watch! guardian? make-ephemeron make-guardian weak-car weak-cdr weak-cons weak-pair-broken? weak-pair?))
