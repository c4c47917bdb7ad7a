;;; The twin of mandelbrot.scm, without declarations.
(defun iterate (cr ci limit)
  (do ((zr 0d0) (zi 0d0) (n 0 (+ n 1))) (nil)
    (let ((rr (* zr zr)) (ii (* zi zi)))
      (when (or (= n limit) (> (+ rr ii) 4d0)) (return n))
      (setf zi (+ (* 2d0 (* zr zi)) ci)
            zr (+ (- rr ii) cr)))))

(defun points (size limit)
  (let ((step (/ 3d0 size)) (total 0))
    (dotimes (y size total)
      (dotimes (x size)
        (when (= limit (iterate (+ -2d0 (* x step)) (+ -1.5d0 (* y step)) limit)) (incf total))))))

(format t "~d~%" (points 1000 1000))
