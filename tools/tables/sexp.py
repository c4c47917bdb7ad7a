"""Reads the S-expressions of tables/*.scm, remembering where each came from.

A row is a list whose atoms are Symbol, Text (a string) or int.  Every node knows its line, and `source_text` gives back
the characters of a node, because examples are shown to people exactly as the row's author wrote them.  This module
knows nothing of what the rows mean.
"""

import re


class TableError(Exception):
    """A row that must not enter the build.  The message begins with file:line."""


class Node:
    def __init__(self, file, line, begin, end):
        self.file, self.line, self.begin, self.end = file, line, begin, end

    def fail(self, message):
        raise TableError(f"{self.file.path}:{self.line}: {message}")

    @property
    def source_text(self):
        return " ".join(self.file.text[self.begin:self.end].split())


class Symbol(Node):
    def __init__(self, name, *place):
        super().__init__(*place)
        self.name = name


class Text(Node):
    def __init__(self, value, *place):
        super().__init__(*place)
        self.value = value


class Number(Node):
    def __init__(self, value, *place):
        super().__init__(*place)
        self.value = value


class List(Node):
    def __init__(self, items, *place):
        super().__init__(*place)
        self.items = items

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]

    @property
    def head(self):
        """The name of the leading symbol, or None."""
        return self.items[0].name if self.items and isinstance(self.items[0], Symbol) else None


DELIMITERS = set(" \t\n\r()\";'`,")
ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", '"': '"', "a": "\a", "r": "\r"}


class Reader:
    """One file of rows."""

    def __init__(self, path, text):
        self.path, self.text, self.position, self.line = path, text, 0, 1

    def fail(self, message):
        raise TableError(f"{self.path}:{self.line}: {message}")

    def peek(self):
        return self.text[self.position] if self.position < len(self.text) else ""

    def advance(self):
        char = self.text[self.position]
        self.position += 1
        if char == "\n":
            self.line += 1
        return char

    def skip_blanks(self):
        while self.peek():
            if self.peek().isspace():
                self.advance()
            elif self.peek() == ";":
                while self.peek() not in ("", "\n"):
                    self.advance()
            else:
                return

    def rows(self):
        result = []
        self.skip_blanks()
        while self.peek():
            result.append(self.read())
            self.skip_blanks()
        return result

    def read(self):
        self.skip_blanks()
        begin, line, char = self.position, self.line, self.peek()
        if not char:
            self.fail("the file ends inside a row")
        if char == ")":
            self.fail("a `)` without its `(`")
        if char in "'`,":
            self.advance()
            if self.peek() == "@":
                self.advance()
            items = [Symbol({"'": "quote", "`": "quasiquote", ",": "unquote"}[char], self, line, begin, begin + 1), self.read()]
            return List(items, self, line, begin, self.position)
        if char == "(" or (char == "#" and self.starts_vector()):
            return self.read_list(begin, line)
        if char == '"':
            return self.read_text(begin, line)
        return self.read_atom(begin, line)

    def starts_vector(self):
        return re.match(r"#([usf]\d+)?\(", self.text[self.position:self.position + 6]) is not None

    def read_list(self, begin, line):
        while self.advance() != "(":
            pass
        items = []
        self.skip_blanks()
        while self.peek() != ")":
            items.append(self.read())
            self.skip_blanks()
        self.advance()
        return List(items, self, line, begin, self.position)

    def read_text(self, begin, line):
        self.advance()
        characters = []
        while True:
            if not self.peek():
                self.fail(f"the string that starts in line {line} does not end")
            char = self.advance()
            if char == '"':
                break
            characters.append(self.read_escape() if char == "\\" else char)
        return Text("".join(characters), self, line, begin, self.position)

    def read_escape(self):
        char = self.advance()
        if char == "x":
            digits = ""
            while self.peek() not in (";", ""):
                digits += self.advance()
            self.advance()
            return chr(int(digits, 16))
        if char.isspace():
            while self.peek().isspace():
                self.advance()
            return ""
        return ESCAPES.get(char, char)

    def read_atom(self, begin, line):
        if self.text.startswith("#\\", self.position):
            for _ in range(3):
                self.advance()
        if self.peek() == "|":
            self.advance()
            while self.advance() != "|":
                pass
        while self.peek() and self.peek() not in DELIMITERS:
            self.advance()
        text = self.text[begin:self.position]
        try:
            return Number(int(text), self, line, begin, self.position)
        except ValueError:
            return Symbol(text, self, line, begin, self.position)


def read_rows(path, text, expected_head):
    """The rows of one table file, each checked to be `(expected_head name clause ...)`.

    `(for-each-tag (WORD ...) ROW ...)` stands for its rows once for each word, with the word in the place of every TAG.
    """
    rows = [row for form in Reader(path, text).rows() for row in expand_tags(form)]
    for row in rows:
        if not isinstance(row, List) or row.head != expected_head:
            row.fail(f"expected a row ({expected_head} ...)")
        if len(row) < 2 or not isinstance(row[1], Symbol):
            row.fail(f"{expected_head} needs a name")
    return rows


def expand_tags(form):
    if not isinstance(form, List) or form.head != "for-each-tag":
        return [form]
    if len(form) < 3 or not isinstance(form[1], List):
        form.fail("expected (for-each-tag (WORD ...) ROW ...)")
    rows = []
    for tag in form[1]:
        reader = Reader(form.file.path, form.file.text[form[2].begin:form.items[-1].end].replace("TAG", tag.name))
        reader.line = form[2].line
        rows += reader.rows()
    return rows


def clauses_of(row, known, repeatable=()):
    """The clauses of a row as {head: [clause, ...]}; unknown and repeated ones fail."""
    result = {}
    for clause in row.items[2:]:
        if not isinstance(clause, List) or clause.head is None:
            clause.fail(f"{row[1].name}: expected a clause (WORD ...)")
        if clause.head not in known:
            clause.fail(f"{row[1].name}: unknown clause `{clause.head}`; known: {' '.join(sorted(known))}")
        if clause.head in result and clause.head not in repeatable:
            clause.fail(f"{row[1].name}: clause `{clause.head}` appears twice")
        result.setdefault(clause.head, []).append(clause)
    return result


def symbols_of(clause):
    """The names after the head of a clause such as (effects reads raises)."""
    names = []
    for item in clause.items[1:]:
        if not isinstance(item, Symbol):
            item.fail("expected a name")
        names.append(item.name)
    return names


def text_of(row, clauses, head, required=True):
    """The string of a clause (HEAD "..."), with blanks at line ends folded."""
    if head not in clauses:
        if required:
            row.fail(f"{row[1].name}: ({head} \"...\") is missing")
        return ""
    clause = clauses[head][0]
    if len(clause) != 2 or not isinstance(clause[1], Text) or not clause[1].value.strip():
        clause.fail(f"{row[1].name}: ({head} \"...\") needs one string that is not empty")
    return clause[1].value


def refuse_duplicates(rows, what, key):
    """Fails on two rows with the same key."""
    seen = {}
    for row in rows:
        name = key(row)
        if name in seen:
            row.node.fail(f"{what} `{name}` is already declared in {seen[name].node.file.path}:{seen[name].node.line}")
        seen[name] = row
