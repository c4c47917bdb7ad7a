;;; Included by shapes.sld with include-ci.
(DEFINE FROM-INCLUDE-CI 'Shouted)
