;;; Vectors in the consair dialect, which read and write alike.
;; proves: C22
;; options: --dialect=consair
;; command: repl
;; stdin: (vector 1 2 3)\n<<1 2 3>>\n(vector-length <<1 2 3 4 5>>)\n(vector-ref (vector 10 20 30) 1)\n(equal? (vector 1 2 3) <<1 2 3>>)\n<<1\n  <<2>>\n>>\n'()\n(nil? '())\n(eq nil '())\n(vector-ref <<1>> 5)\n<<>>
;; exit: 0
;; error-text: T3005
;; => <<1 2 3>>
;; => <<1 2 3>>
;; => 5
;; => 20
;; => #t
;; => <<1 <<2>>>>
;; => nil
;; => #t
;; => #t
;; => <<>>
