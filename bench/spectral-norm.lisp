;;; The twin of spectral-norm.scm, without declarations.
(defun element (i j) (/ 1d0 (+ (truncate (* (+ i j) (+ i j 1)) 2) i 1)))

(defun times (n v result)
  (dotimes (i n)
    (let ((sum 0d0))
      (dotimes (j n) (setf sum (+ sum (* (element i j) (svref v j)))))
      (setf (svref result i) sum))))

(defun transposed-times (n v result)
  (dotimes (i n)
    (let ((sum 0d0))
      (dotimes (j n) (setf sum (+ sum (* (element j i) (svref v j)))))
      (setf (svref result i) sum))))

(defun dot (n u v)
  (let ((sum 0d0))
    (dotimes (i n sum) (setf sum (+ sum (* (svref u i) (svref v i)))))))

(defun spectral-norm (n)
  (let ((u (make-array n :initial-element 1d0)) (v (make-array n :initial-element 0d0))
        (w (make-array n :initial-element 0d0)))
    (dotimes (i 10)
      (times n u w)
      (transposed-times n w v)
      (times n v w)
      (transposed-times n w u))
    (sqrt (/ (dot n u v) (dot n v v)))))

(format t "~d~%" (round (* 1d9 (spectral-norm 1500))))
