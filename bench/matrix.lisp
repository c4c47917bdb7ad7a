;;; The twin of matrix.scm, without declarations.
(defun build (n element)
  (let ((m (make-array n)))
    (dotimes (i n m)
      (let ((row (make-array n)))
        (dotimes (j n) (setf (svref row j) (funcall element i j)))
        (setf (svref m i) row)))))

(defun at (m i j) (svref (svref m i) j))

(defun product (a b)
  (let ((n (length a)))
    (build n (lambda (i j)
               (let ((row (svref a i)) (sum 0d0))
                 (dotimes (k n sum) (setf sum (+ sum (* (svref row k) (at b k j))))))))))

(let* ((n 300)
       (a (build n (lambda (i j) (/ (+ i j 1d0) n))))
       (b (build n (lambda (i j) (if (= i j) 2d0 0d0))))
       (c (product a (product b a)))
       (d (product b (product a a))))
  (format t "~a~%" (if (= (at c 3 50) (at d 3 50)) "#t" "#f")))
