;;; The twin of tak.scm.
(defun tak (x y z)
  (if (not (< y x))
      z
      (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y))))
(format t "~d~%" (loop repeat 11999 do (tak 18 12 6) finally (return (tak 18 12 6))))
