"""Random programs that are valid, as a rule: expressions made from typed templates, for fuzz/compare_levels.py.

A template is Scheme text with holes. `<T>` is an expression of type T; `<T|x:int y:str>` one that also sees the
template's own variables x and y, with their types; `$x` is a name that no other expression has. `<=>` is an expression
of the type that the whole template stands for, so one template serves every type. Templates cannot fail on well-typed
operands, but for those in RISKY, which stand where a `guard` is around, and rarely elsewhere, so that uncaught errors and
their positions are compared too.

Types: small (0 to 9), int, rat (exact), flo, num, bool, char, str, sym, ints (a list of integers), list, vec (of integers,
never empty), fvec (an f64vector, never empty), bytes, fun (integer to integer), rec (a record), tab (a hash table from symbols
to integers), prom (a promise of an integer), any. `k:T` is a continuation that takes a T, `guard` says that errors are caught.
"""

import pathlib
import random
import re

SUBTYPES = {
    "int": ["int", "small"], "rat": ["rat", "int", "small"], "num": ["num", "rat", "int", "small", "flo"],
    "list": ["list", "ints"],
    "any": ["int", "small", "rat", "flo", "bool", "char", "str", "sym", "ints", "list", "vec", "bytes"],
}
PRINTABLE = SUBTYPES["any"]

LEAVES = {
    "small": ["0", "1", "2", "3", "5", "9"],
    "int": ["0", "1", "-1", "7", "-12", "100", "4611686018427387903", "-4611686018427387904", "2305843009213693951",
            "1152921504606846976", "9223372036854775807", "18446744073709551616", "-1000000000000000000000"],
    "rat": ["1/2", "-7/3", "22/7", "1000000000000000000001/3", "-1/4611686018427387904"],
    "flo": ["0.0", "-0.0", "1.5", "-2.25", "1e21", "1e-7", "3.141592653589793", "123456789.125", "9007199254740993.0"],
    "bool": ["#t", "#f"],
    "char": ["#\\a", "#\\Z", "#\\0", "#\\space", "#\\x3bb", "#\\x1F600", "#\\newline"],
    "str": ['""', '"a"', '"hello"', '"Straße"', '"\\x3bb;x"', '"12"', '"-3/4"', '"a b  c"'],
    "sym": ["'a", "'b", "'hello", "'|odd one|"],
    "ints": ["'()", "'(1)", "'(3 1 2)", "(list 1 2 3)", "'(5 -4 4611686018427387904)"],
    "list": ["'()", "'(a \"b\" #\\c)", "'((1 . 2) (3 4))", "'(1.5 (x))"],
    "vec": ["(vector 1 2 3)", "(vector 7)", "(make-vector 3 4)"],
    "fvec": ["(f64vector 1.5 -2.0)", "(make-f64vector 4 0.25)"],
    "bytes": ["(bytevector 1 2 255)", "#u8(7 8)", "(bytevector)"],
    "fun": ["-", "abs", "(lambda ($x) (+ $x 1))", "square*", "exact"],
    "rec": ["(make-point 1 2)"],
    "tab": ["(make-hash-table equal?)"],
    "prom": ["(delay 3)", "(make-promise 4)"],
}

# What gives a value of one type.
MAKERS = {
    "small": ["(modulo <int> 8)", "(length (crop-list <list>))", "(string-length (crop <str>))", "(if <bool> <small> <small>)",
              "(modulo (char->integer <char>) 10)", "(hash-table-size <tab>)"],
    "int": ["(+ <int> <int>)", "(- <int> <int>)", "(* <int> <small>)", "(clip (* <int> <int>))", "(+ <int> 1)", "(- <int>)",
            "(quotient <int> (+ 1 (abs <int>)))", "(modulo <int> 97)", "(remainder <int> -13)", "(abs <int>)",
            "(max <int> <int>)", "(min <int> <int> <int>)", "(gcd <int> <int>)", "(clip (lcm <int> <small>))",
            "(clip (expt <int> <small>))", "(floor-quotient <int> 7)", "(truncate-remainder <int> 10)",
            "(exact-integer-sqrt* (abs <int>))", "(numerator <rat>)", "(denominator <rat>)", "(floor <rat>)", "(round <rat>)",
            "(truncate <rat>)", "(whole <flo>)", "(char->integer <char>)", "(vector-ref* <vec> <int>)",
            "(vector-length <vec>)", "(apply + <ints>)", "(apply max 0 <ints>)", "(fold + 0 <ints>)",
            "(fold-right - <int> <ints>)", "(fold (lambda ($x $y) <int|x:int y:int>) 0 (crop-list <ints>))", "(<fun> <int>)",
            "(point-x <rec>)", "(point-y <rec>)", "(hash-table-ref/default <tab> <sym> <int>)",
            "(hash-table-ref <tab> <sym> (lambda () <int>))", "(force <prom>)", "(level)", "(length <list>)",
            "(string-length <str>)", "(bitwise-and <int> <int>)", "(bitwise-xor <int> 255)",
            "(arithmetic-shift <int> <small>)", "(arithmetic-shift <int> -3)", "(bit-count (abs <int>))",
            "(bytevector-length <bytes>)", "(string->number* <str>)",
            "(let-values ((($q $r) (floor/ <int> 10))) <int|q:int r:int>)",
            "(call-with-values (lambda () (values <int> <str>)) (lambda ($a $b) <int|a:int b:str>))",
            "(let $loop (($i 0) ($a <int>)) (spend) (if (= $i 3) $a ($loop (+ $i 1) (clip <int|a:int i:small>))))",
            "(do (($i 0 (+ $i 1)) ($a <int> (clip <int|a:int i:small>))) ((= $i <small>) <int|a:int>) (spend))",
            "(let (($n <int>)) (for-each (lambda ($x) (set! $n (clip <int|n:int x:int>))) (crop-list <ints>)) $n)",
            "(let (($f (lambda ($x) <int|x:int>))) ($f <int>))",
            "(eval '<int|!> base)", "(string-count* <str>)", "(car* <ints>)", "(cadr (list <any> <int> <any>))",
            "(cdr (assq 'b (list (cons 'a <int>) (cons 'b <int>))))", "(with-exception-handler (lambda ($e) <int>) "
            "(lambda () (+ 1 (raise-continuable <sym>))))"],
    "rat": ["(/ <int> (+ 1 (abs <int>)))", "(+ <rat> <rat>)", "(- <rat> <rat>)", "(clip (* <rat> <rat>))", "(abs <rat>)",
            "(clip (expt <rat> <small>))", "(max <rat> <rat>)", "(- <rat>)", "(/ <rat> 3)", "(clip (* <rat> <int>))"],
    "flo": ["(+ <flo> <flo>)", "(- <flo> <flo>)", "(* <flo> <flo>)", "(/ <flo> <flo>)", "(inexact <rat>)", "(sqrt (abs <flo>))",
            "(floor <flo>)", "(round <flo>)", "(exp <flo>)", "(sin <flo>)", "(atan <flo>)", "(+ <flo> <rat>)", "(* <flo> 2)",
            "(min <flo> <int>)", "(abs <flo>)", "(- <flo>)", "(inexact <num>)", "(expt <flo> <small>)"],
    "num": ["(+ <num> <num>)", "(- <num> <num>)", "(clip (* <num> <num>))", "(if <bool> <int> <flo>)", "(max <num> <num>)",
            "(abs <num>)", "(/ <num> 2)"],
    "bool": ["(< <num> <num>)", "(= <num> <num>)", "(<= <int> <int>)", "(> <rat> <flo>)", "(not <any>)", "(null? <list>)",
             "(pair? <list>)", "(eq? <sym> <sym>)", "(eqv? <num> <num>)", "(equal? <any> <any>)", "(string? <any>)",
             "(string<? <str> <str>)", "(string=? <str> <str>)", "(char<? <char> <char>)", "(zero? <num>)", "(even? <int>)",
             "(integer? <num>)", "(exact? <num>)", "(and <bool> <bool>)", "(or <bool> <bool> <bool>)",
             "(char-alphabetic? <char>)", "(procedure? <any>)", "(nan? <flo>)", "(vector? <any>)", "(point? <any>)",
             "(hash-table-exists? <tab> <sym>)", "(odd?* <small>)", "(if (memv <int> <ints>) #t #f)", "(symbol? <any>)"],
    "char": ["(char-upcase <char>)", "(char-downcase <char>)", "(string-ref* <str> <int>)", "(integer->char (+ 97 <small>))"],
    "str": ["(string-append <str> <str>)", "(number->string <num>)", "(number->string <int> 16)", "(symbol->string <sym>)",
            "(string-upcase <str>)", "(list->string (reverse (string->list <str>)))", "(string <char> <char>)",
            "(make-string <small> <char>)", "(substring* <str> <int>)", "(string-copy <str>)", "(shown <any>)",
            "(string-map char-upcase <str>)", "(string-join (map number->string <ints>) \",\")",
            "(let (($p (open-output-string))) (write <any> $p) (display <any> $p) (newline $p) (get-output-string $p))",
            "(let (($s (string-copy <str>))) (if (> (string-length $s) 0) (string-set! $s 0 <char>)) $s)",
            "(let (($l '())) (string-for-each (lambda ($c) (set! $l (cons <char|c:char> $l))) (crop <str>)) (list->string $l))",
            "(read-line* <str>)", "(utf8->string (string->utf8 <str>))"],
    "sym": ["(string->symbol <str>)", "(if <bool> <sym> <sym>)", "(case <int> ((0 1 2) <sym>) ((7) => (lambda ($x) 'seven)) (else <sym>))",
            "(case <sym> ((a) <sym>) ((b hello) <sym>) (else <sym>))", "(symbol-append* <sym> <sym>)"],
    "ints": ["(list <int> <int>)", "(cons <int> <ints>)", "(append <ints> <ints>)", "(reverse <ints>)",
             "(map <fun> (crop-list <ints>))", "(map (lambda ($x) <int|x:int>) (crop-list <ints>))",
             "(map + (crop-list <ints>) (crop-list <ints>))", "(filter even? <ints>)",
             "(filter (lambda ($x) <bool|x:int>) (crop-list <ints>))", "(vector->list <vec>)", "(iota <small>)",
             "(list-sort < <ints>)", "(cdr* <ints>)", "(list-copy <ints>)", "(map char->integer (string->list (crop <str>)))",
             "(call-with-values (lambda () (exact-integer-sqrt (abs <int>))) list)", "(delete <int> <ints>)",
             "(let-values ((($a . $r) (values <int> <int> <int>))) <ints|a:int r:ints>)", "(list-tail (list <int> <int> <int>) 1)",
             "(let $loop (($i 0) ($a '())) (spend) (if (> $i 3) $a ($loop (+ $i 1) (cons <int|i:small> $a))))",
             "(apply list <int> <ints>)", "(bytes->list <bytes>)", "(list-tabulate <small> (lambda ($i) <int|i:small>))"],
    "list": ["(list <any> <any>)", "(cons <any> <list>)", "`(a ,<any> ,@<ints>)", "`(,<int> #(1 ,<any>) . ,<ints>)", "(list <list> <list>)",
             "(append <list> <ints>)", "(reverse <list>)", "(string->list <str>)", "(map (lambda ($x) <any|x:int>) (crop-list <ints>))",
             "(list-copy <list>)", "(call-with-values (lambda () (values <any> <any>)) list)", "(read* (shown <list>))"],
    "vec": ["(vector <int> <int>)", "(vector-map <fun> (crop-vector <vec>))", "(list->vector (cons <int> <ints>))",
            "(vector-append <vec> <vec>)", "(vector-copy <vec>)", "(make-vector (+ 1 <small>) <int>)",
            "(vector-map (lambda ($x) <int|x:int>) (crop-vector <vec>))", "(let (($v <vec>)) (vector-fill! $v <int>) $v)",
            "(let (($v (vector-copy <vec>))) (vector-set! $v 0 <int|v:vec>) $v)"],
    "bytes": ["(bytevector <small> <small>)", "(bytevector-append <bytes> <bytes>)", "(string->utf8 (crop <str>))",
              "(bytevector-copy <bytes>)"],
    "fun": ["(lambda ($x) <int|x:int>)", "(lambda ($x . $r) <int|x:int r:ints>)", "(compose <fun> <fun>)",
            "(let (($n <int>)) (lambda ($x) (set! $n (clip (+ $n $x))) $n))", "(if <bool> <fun> <fun>)",
            "(case-lambda (() <int>) (($x) <int|x:int>) (($x $y) <int|x:int y:int>))", "(adder <int>)",
            "(let (($n <int>)) (lambda ($x) <int|x:int n:int>))"],
    "rec": ["(make-point <int> <int>)", "(let (($p <rec>)) (set-point-x! $p <int|p:rec>) $p)"],
    "tab": ["(let (($t <tab>)) (hash-table-set! $t <sym> <int>) $t)", "(hash-table-copy <tab> #t)",
            "(let (($t <tab>)) (hash-table-update!/default $t <sym> <fun> <int>) $t)",
            "(let (($t <tab>)) (hash-table-delete! $t <sym>) $t)"],
    "prom": ["(delay <int>)", "(make-promise <int>)", "(delay-force <prom>)", "(let (($n 0)) (delay (begin (set! $n (+ $n 1)) <int|n:int>)))"],
}

# Loops, over data of each kind, with variables that change their type on the way, and calls with many arguments.
LOOPS = {
    "int": ["(let (($v <vec>)) (do (($i 0 (+ $i 1)) ($a <int> (clip (+ $a (* (vector-ref $v $i) <small>))))) "
            "((>= $i (min 6 (vector-length $v))) $a)))",
            "(let (($v (crop-vector <vec>)) ($n 0)) (vector-for-each (lambda ($x) (set! $n (clip (+ $n <int|x:int>)))) $v) $n)",
            "(let (($s (crop <str>))) (let $loop (($i 0) ($a 0)) "
            "(if (< $i (string-length $s)) ($loop (+ $i 1) (+ $a (char->integer (string-ref $s $i)))) $a)))",
            "(let (($b <bytes>)) (let $loop (($i (- (bytevector-length $b) 1)) ($a 0)) "
            "(if (>= $i 0) ($loop (- $i 1) (+ $a (bytevector-u8-ref $b $i))) $a)))",
            "(let $loop (($i 0) ($a 1)) (spend) (if (< $i 70) ($loop (+ $i 1) (+ $a $a <small>)) (clip $a)))",
            "(let $loop (($i 0) ($a <int>)) (spend) (if (< $i 40) ($loop (+ $i 1) (clip (+ $a $i <small>))) $a))",
            "(let $outer (($i 0) ($a 0)) (if (= $i 5) $a ($outer (+ $i 1) (let $inner (($j 0) ($b $a)) (spend) "
            "(if (> $j $i) $b ($inner (+ $j 1) (clip (+ $b <int|i:small j:small>))))))))",
            "(let $even (($n 41)) (if (= $n 0) <int> (let (($m (- $n 1))) (if (= $m 0) <int> ($even (- $m 1))))))",
            "((lambda ($a $b $c $d $e) <int|a:int b:str c:flo d:ints e:int>) <int> <str> <flo> <ints> <int>)",
            "(let $loop (($a <int>) ($b <str>) ($c <flo>) ($d <ints>) ($n 4)) (spend) (if (= $n 0) "
            "<int|a:int b:str c:flo d:ints> ($loop (clip <int|a:int n:small>) $b (+ $c 0.5) (cdr* $d) (- $n 1))))",
            "(apply (lambda ($a $b $c $d . $r) <int|a:int b:int c:int d:int r:ints>) <int> <int> <int> <int> <ints>)"],
    "flo": ["(let $loop (($i 0) ($x <flo>) ($y <flo>)) (spend) "
            "(if (< $i 5) ($loop (+ $i 1) <flo|x:flo y:flo i:small> (+ $x $y)) <flo|x:flo y:flo>))",
            "(do (($i 0 (+ $i 1)) ($x <flo> (+ (* $x 0.5) <flo>))) ((= $i 30) $x) (spend))",
            "(let (($v <fvec>)) (do (($i 0 (+ $i 1)) ($s 0.0 (+ $s (* (f64vector-ref $v $i) <flo>)))) ((= $i (f64vector-length $v)) $s)))",
            "(let (($x <flo>)) (for-each (lambda ($n) (set! $x (+ $x (* 0.5 $n)))) <ints>) $x)", "(f64vector-ref <fvec> 0)",
            "(let (($f (lambda ($x $y) <flo|x:flo y:flo>))) ($f <flo> <flo>))",
            "(vector-ref (let (($v (make-vector 3 <flo>))) (vector-set! $v 1 <flo>) $v) 1)",
            "(let (($p (make-point <flo> <flo>))) (do (($i 0 (+ $i 1))) ((= $i 3) (+ (point-x $p) (point-y $p))) "
            "(set-point-x! $p (* (point-x $p) <flo>))))"],
    "num": ["(let $loop (($i 0) ($x <num>)) (spend) (if (< $i 4) ($loop (+ $i 1) (clip <num|x:num i:small>)) $x))",
            "(let $loop (($i 0) ($x 0)) (spend) (if (= $i 25) $x ($loop (+ $i 1) (if (= $i <small>) (+ $x <num>) (+ $x 1)))))"],
    "fvec": ["(f64vector <flo> <flo> <flo>)", "(make-f64vector (+ 1 <small>) <flo>)",
             "(let (($v <fvec>)) (f64vector-set! $v 0 <flo|v:fvec>) $v)",
             "(let (($v (make-f64vector 5 0.5))) (do (($i 0 (+ $i 1))) ((= $i 5) $v) (f64vector-set! $v $i <flo|i:small v:fvec>)))",
             "(let (($v (f64vector <flo> <flo>))) (let (($t (f64vector-ref $v 0))) "
             "(f64vector-set! $v 0 (f64vector-ref $v 1)) (f64vector-set! $v 1 $t) $v))"],
    "list": ["(f64vector->list <fvec>)"],
    "vec": ["(let (($v (vector-copy (crop-vector <vec>)))) (do (($i 0 (+ $i 1))) ((= $i (vector-length $v)) $v) "
            "(vector-set! $v $i (clip <int|i:small v:vec>))))",
            "(let (($v (vector-copy <vec>))) (let $loop (($i 0) ($j (- (vector-length $v) 1))) (if (< $i $j) (let (($t (vector-ref $v $i))) "
            "(vector-set! $v $i (vector-ref $v $j)) (vector-set! $v $j $t) ($loop (+ $i 1) (- $j 1))) $v)))"],
    "str": ["(let (($s (make-string 5 #\\-))) (do (($i 0 (+ $i 1))) ((= $i 5) $s) (string-set! $s $i <char>)))"],
    "bytes": ["(let (($b (make-bytevector 4 1))) (do (($i 0 (+ $i 1))) ((= $i 4) $b) (bytevector-u8-set! $b $i (modulo <int> 256))))"],
    "rec": ["(let (($p <rec>)) (do (($i 0 (+ $i 1))) ((= $i 3) $p) (set-point-x! $p (clip (+ (point-x $p) <int|i:small>)))))"],
}
for of, templates in LOOPS.items():
    MAKERS[of] = MAKERS.get(of, []) + templates

# What serves every type.
FORMS = [
    "(if <bool> <=> <=>)", "(if <bool> <=> <=>)", "(let (($x <int>)) <=|x:int>)", "(let (($x <any>)) <=|x:any>)",
    "(let (($x <str>) ($y <int>)) <=|x:str y:int>)", "(let* (($x <int>) ($y <int|x:int>)) <=|x:int y:int>)",
    "(let (($f <fun>)) <=|f:fun>)", "(let (($f (lambda ($x $y) <=|x:int y:str>))) ($f <int> <str>))",
    "(let (($l <ints>)) <=|l:ints>)", "(let (($v <vec>) ($t <tab>)) <=|v:vec t:tab>)", "(let (($p <rec>)) <=|p:rec>)",
    "(begin (out <any>) <=>)", "(begin (out <any>) <=>)", "(let () (define $x <int>) (define ($f $y) <int|x:int y:int>) <=|x:int f:fun>)",
    "(letrec (($f (lambda ($n $a) (if (<= $n 0) <=|a:int> ($g (- $n 1) <int|a:int n:int>)))) "
    "($g (lambda ($n $a) (if (<= $n 0) <=|a:int> ($f (- $n 1) (clip <int|a:int n:int>)))))) ($f <small> <int>))",
    "(cond (<bool> <=>) (<bool> <=>) (else <=>))", "(cond ((assv <int> (list (cons 1 <int>) (cons <int> 2))) => (lambda ($p) <=>)) (else <=>))",
    "(call/cc (lambda ($k) <=|k:k:=>))", "(call/cc (lambda ($k) <=|k:k:=>))", "(+- (call/cc (lambda ($k) <=|k:k:=>)))",
    "(dynamic-wind (lambda () (out 'in)) (lambda () <=>) (lambda () (out 'out)))",
    "(call/cc (lambda ($k) (dynamic-wind (lambda () (out 'in)) (lambda () <=|k:k:=>) (lambda () (out 'out)))))",
    "(parameterize ((level <int>)) <=>)", "(guard ($e (#t (tell $e) <=>)) <=|h:guard>)", "(guard ($e (#t (tell $e) <=>)) <=|h:guard>)",
    "(guard ($e ((symbol? $e) (out $e) <=>) ((string? $e) <=|e:str>) ((error-object? $e) (tell $e) <=>)) <=|h:guard>)",
    "(guard ($e (#t (tell $e) <=>)) (dynamic-wind (lambda () (out 'in)) (lambda () <=|h:guard>) (lambda () (out 'out))))",
    "((case-lambda (() <=>) (($x) <=|x:int>) (($x . $r) <=|x:int r:ints>)) <int> <int>)", "(apply (lambda ($x $y) <=|x:int y:int>) (list <int> <int>))",
    "(call-with-values (lambda () (values <int> <str>)) (lambda ($a $b) <=|a:int b:str>))",
    "(match <list> ((,a . ,b) <=|a:any b:any>) (_ <=>))".replace(",", "$"), "(match <ints> (() <=>) (($a) <=|a:int>) (($a $b . $c) <=|a:int b:int c:ints>))",
    "(match <any> ((? string? $s) <=|s:str>) ((? symbol?) <=>) ('a <=>) (#($a $b) <=>) (($a ...) <=>) (_ <=>))",
    "(let*-values ((($a $b) (values <int> <any>)) (($c) (values <int|a:int>))) <=|a:int b:any c:int>)",
    "(let (($k #f) ($n 0)) (let (($x (call/cc (lambda ($c) (set! $k $c) <int>)))) (set! $n (+ $n 1)) (spend) "
    "(if (< $n 3) ($k <int|x:int>) <=|x:int n:small>)))",
    "(my-or #f <=>)", "(let (($x <=>)) (swap-in! $x $x) $x)", "(when-let ($x <int>) <=|x:int>)",
    "(let-syntax (($m (syntax-rules () ((_ a b ...) (begin b ... a))))) ($m <=> <any> <any>))",
    "(let $loop (($i 0)) (spend) (if (< $i <small>) ($loop (+ $i 1)) <=|i:small>))",
]

# What may fail.
RISKY = {
    "int": ["(vector-ref <vec> <int>)", "(quotient <int> <int>)", "(car <ints>)", "(string->number <str>)", "(char->integer (string-ref <str> <int>))",
            "(hash-table-ref <tab> <sym>)", "(list-ref <ints> <small>)", "(exact (/ <flo> <flo>))", "(+ <int> <any>)", "(length (cons 1 <any>))",
            "(let (($v <vec>)) (do (($i <small> (+ $i 1)) ($a 0 (+ $a (vector-ref $v $i)))) ((> $i <small>) (clip $a))))",
            "(let (($v <vec>)) (let $loop (($i 3) ($a 0)) (if (< $i -1) $a ($loop (- $i 1) (clip (+ $a (vector-ref $v $i)))))))",
            "(let $loop (($i 0) ($x <any>)) (if (= $i 3) (+ $x 1) ($loop (+ $i 1) <any|x:any>)))", "(point-x <any>)",
            "(exact (floor (f64vector-ref <fvec> <small>)))", "(bytevector-u8-ref <bytes> <small>)",
            "(let (($v (make-vector 3 0))) (do (($i 0 (+ $i 1))) ((= $i <small>) 5) (vector-set! $v $i <any>)))"],
    "=": ["(raise <sym>)", "(raise <int>)", "(raise <str>)", "(error \"bad thing:\" <any> <int>)", "(begin (raise-continuable <sym>) <=>)",
          "(begin (<fun> <int> <int> <int>) <=>)", "(begin (vector-set! <vec> <int> 0) <=>)", "(match <any> ('a <=>) ((1 . $x) <=>))",
          "(begin (<any> <int>) <=>)", "(begin (string->symbol <any>) <=>)", "(begin undefined-name <=>)"],
}

SUPPORT = pathlib.Path(__file__).resolve().parent / "support"
LIBRARY = (SUPPORT / "fuzz" / "prologue.sld").read_text(encoding="utf-8")
IMPORTS = re.search(r"\n  \(import ((?:.|\n)*?)\)\n  \(begin", LIBRARY).group(1)
DEFINITIONS = LIBRARY.split(";; ---\n")[1]
PROLOGUE = f"(import (fuzz prologue) {IMPORTS})\n(begin-program)\n"
WHOLE_PROLOGUE = f"(import {IMPORTS})\n{DEFINITIONS}"

HOLE = re.compile(r"<([a-z]+|=)(?:\|([^>]*))?>(?=[\s()\]]|$)")
NAME = re.compile(r"\$([a-z]+)")
TYPES = ["int", "int", "int", "str", "ints", "list", "bool", "vec", "num", "rat", "flo", "sym", "any"]


class Generator:
    """Makes programs; `scope` is a list of pairs of a name and a type, procedures are (name, parameter types, type)."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names = 0
        self.procedures = []
        self.errors = False  # risky expressions outside of a guard
        self.counts = {}     # how often each template was used

    def variable(self, type_, scope):
        wanted = SUBTYPES.get(type_, [type_])
        found = [name for name, of in scope if of in wanted]
        return self.random.choice(found) if found else None

    def leaf(self, type_, scope):
        name = self.variable(type_, scope) if self.random.random() < 0.8 else None
        if name:
            return name
        if type_ in ("any", "num"):
            type_ = self.random.choice([of for of in SUBTYPES[type_] if of in LEAVES])
        return self.fill(self.random.choice(LEAVES[type_]), type_, scope, 0)

    def expression(self, type_, scope, depth):
        if depth <= 0:
            return self.leaf(type_, scope)
        if type_ in ("fun", "prom"):  # may be called when the guard is left
            scope = [(name, of) for name, of in scope if of != "guard"]
        chance = self.random.random()
        guarded = any(of == "guard" for _, of in scope)
        if chance < 0.1:
            return self.leaf(type_, scope)
        if chance < (0.16 if guarded else 0.102 if self.errors else 0):
            return self.fill(self.random.choice(RISKY.get(type_, []) + RISKY["="]), type_, scope, depth)
        if chance < 0.2:
            special = self.throw(scope, depth) or self.assignment(type_, scope, depth) or self.call(type_, scope, depth)
            if special:
                return special
        if chance < 0.48:
            return self.fill(self.random.choice(FORMS), type_, scope, depth)
        if type_ == "any":
            type_ = self.random.choice(PRINTABLE)
        return self.fill(self.random.choice(MAKERS[type_]), type_, scope, depth)

    def throw(self, scope, depth):
        found = [(name, of) for name, of in scope if of.startswith("k:")]
        if not found or self.random.random() < 0.5:
            return None
        name, of = self.random.choice(found)
        return f"({name} {self.expression(of[2:], scope, depth - 1)})"

    def assignment(self, type_, scope, depth):
        found = [(name, of) for name, of in scope if of in PRINTABLE and of != "small" and not name.startswith("i")]
        if not found or self.random.random() < 0.6:
            return None
        name, of = self.random.choice(found)
        value = self.expression(of, scope, depth - 2)
        if of in ("int", "rat"):
            value = f"(clip {value})"
        return f"(begin (set! {name} {value}) {self.expression(type_, scope, depth - 1)})"

    def call(self, type_, scope, depth):
        found = [p for p in self.procedures if p[2] == type_]
        if not found:
            return None
        name, parameters, _ = self.random.choice(found)
        return f"({' '.join([name] + [self.expression(t, scope, depth - 1) for t in parameters])})"

    def fill(self, template, type_, scope, depth):
        self.counts[template] = self.counts.get(template, 0) + 1
        names = {}
        for word in NAME.findall(template):
            if word not in names:
                self.names += 1
                names[word] = f"{word}{self.names}"

        def hole(match):
            kind, sees = match.group(1), match.group(2) or ""
            kind = type_ if kind == "=" else kind
            if sees == "!":
                return self.expression_alone(kind)
            more = [tuple(item.split(":", 1)) for item in sees.split()]
            inner = scope + [(names.get(name, name), of.replace("=", type_)) for name, of in more]
            return self.expression(kind, inner, depth - 1)

        return NAME.sub(lambda match: names[match.group(1)], HOLE.sub(hole, template))

    # For eval, whose environment holds nothing of the program.
    def expression_alone(self, type_):
        a, b = self.random.choice(LEAVES[type_]), self.random.choice(LEAVES[type_])
        return self.random.choice([f"(+ {a} {b})", f"(let loop ((i 0) (a {a})) (if (= i 3) a (loop (+ i 1) (+ a {b}))))",
                                   f"((lambda (x . r) (apply max x r)) {a} {b})"])

    def procedure(self, depth):
        self.names += 1
        name = f"p{self.names}"
        result = self.random.choice(TYPES)
        parameters = [self.random.choice(TYPES) for _ in range(self.random.randint(0, 3))]
        scope = [(f"{chr(97 + i)}{self.names}", of) for i, of in enumerate(parameters)]
        body = self.expression(result, scope, self.random.randint(2, depth))
        if self.random.random() < 0.4:  # a recursion whose first parameter counts down
            again = " ".join(self.expression(of, scope, 2) for of in parameters)
            text = f"(define ({name}-n n {' '.join(n for n, _ in scope)}) (spend) (if (<= n 0) {body} ({name}-n (- n 1) {again})))\n" \
                   f"(define ({' '.join([name] + [n for n, _ in scope])}) ({' '.join([name + '-n', '3'] + [n for n, _ in scope])}))\n"
        else:
            text = f"(define ({' '.join([name] + [n for n, _ in scope])}) (spend) {body})\n"
        self.procedures.append((name, parameters, result))
        return text

    def program(self):
        """Half of them are small, one in twenty is large, and one in thirty has the prologue as definitions of its own."""
        self.names, self.procedures = 0, []
        self.errors = self.random.random() < 0.1
        scope, text = [], WHOLE_PROLOGUE if self.random.random() < 0.03 else PROLOGUE
        size = self.random.choices((0, 1, 2), (50, 45, 5))[0]
        for _ in range(self.random.randint(1, (1, 2, 4)[size])):
            text += self.procedure((2, 3, 4)[size])
            if self.random.random() < 0.6:
                self.names += 1
                of = self.random.choice(TYPES[:-1] + ["fun", "rec", "tab", "fvec"])
                name = f"g{self.names}"
                text += f"(define {name} {self.expression(of, scope, (1, 2, 3)[size])})\n"
                scope.append((name, of))
        for _ in range(self.random.randint(1, size + 1)):
            text += f"(out {self.expression('any', scope, self.random.randint(3, (4, 4, 6)[size]))})\n"
        return text
